namespace Netsmith;

/// <summary>How reports look.</summary>
internal static class ReportStyle
{
    /// <summary>How many colours lines have; see --line-0 and following.</summary>
    public const int LineColors = 8;

    /// <summary>
    /// The style sheet. Texts have a contrast of at least 4.5 to 1 against their background in both colour schemes, lines of at
    /// least 3 to 1. Without quotes, ampersands and angle brackets, which would have to be escaped.
    /// </summary>
    public const string Css = """

        :root {
          color-scheme: light dark;
          --page: #f4f6f8; --card: #ffffff; --text: #1b1f24; --muted: #57606a; --edge: #d0d7de; --grid: #e4e8ed; --link: #0b57b0;
          --hit: 23, 114, 69; --miss: 200, 70, 10; --shadow: rgba(27, 31, 36, .28);
          --line-0: #0b62c4; --line-1: #b45309; --line-2: #177245; --line-3: #8250df; --line-4: #c0262d; --line-5: #0f766e; --line-6: #a0356f; --line-7: #57606a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0d1117; --card: #161b22; --text: #e6edf3; --muted: #9aa5b1; --edge: #30363d; --grid: #272e37; --link: #6cb2ff;
            --hit: 63, 185, 110; --miss: 240, 120, 50; --shadow: rgba(0, 0, 0, .85);
            --line-0: #58a6ff; --line-1: #f0a04b; --line-2: #56d364; --line-3: #bc8cff; --line-4: #ff7b72; --line-5: #39c5bb; --line-6: #f778ba; --line-7: #9aa5b1;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 75rem; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.25; }
        h2 { margin: 0 0 .75rem; font-size: 1.25rem; }
        h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        p { margin: 0 0 .75rem; max-width: 45rem; }
        a { color: var(--link); }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .muted, figcaption small, caption { color: var(--muted); }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0 0; padding: 0; list-style: none; }
        main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; margin-top: 1.25rem; }
        section { grid-column: span 2; min-width: 0; padding: 1.25rem; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
        .half { grid-column: span 1; }
        .figures { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0 0 1rem; }
        .figures dt { color: var(--muted); font-size: .875rem; }
        .figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.25rem; }
        .chart { margin: 0; min-width: 0; max-width: 30rem; }
        .pairs { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
        .chart figcaption { font-weight: 600; }
        .legend { display: flex; flex-wrap: wrap; gap: 0 1rem; min-height: 1.5rem; margin: 0; padding: 0; list-style: none; font-size: .875rem; }
        .pairs div.legend { display: none; }
        .legend svg { width: 1.75rem; height: .75rem; margin-right: .375rem; vertical-align: middle; }
        .plot { display: block; width: 100%; height: auto; }
        .plot text { font: 12px system-ui, sans-serif; fill: var(--muted); }
        .plot .grid { stroke: var(--grid); }
        .plot .axis { stroke: var(--muted); }
        .plot .mark { stroke: var(--text); stroke-dasharray: 3 3; }
        .plot .mark-text { fill: var(--text); paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .scroll {
          overflow-x: auto; max-width: 100%; overflow-wrap: normal;
          /* A shadow at the edge behind which there is more: the covers scroll along, the shadows do not. */
          background: linear-gradient(to right, var(--card) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local,
            linear-gradient(to left, var(--card) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
            linear-gradient(to right, var(--shadow), transparent) 0 0 / .75rem 100% no-repeat scroll,
            linear-gradient(to left, var(--shadow), transparent) 100% 0 / .75rem 100% no-repeat scroll;
        }
        .charts + .scroll { margin-top: 1.25rem; }
        table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
        caption { padding-bottom: .375rem; text-align: left; }
        th, td { padding: .25rem .625rem; border-bottom: 1px solid var(--grid); text-align: right; white-space: nowrap; }
        th { color: var(--muted); font-weight: 600; }
        td:first-child, th:first-child { padding-left: 0; }
        .text { text-align: left; }
        .settings th, td.wrap { white-space: normal; overflow-wrap: anywhere; vertical-align: top; }
        .settings th { min-width: 8rem; }
        .total td { font-weight: 600; }
        .matrix th, .matrix td, .matrix td:first-child, .matrix th:first-child { padding: .25rem .125rem; min-width: 2.5rem; text-align: center; border: 1px solid var(--card); }
        .matrix .zero { color: var(--muted); }
        .tables { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; align-items: flex-start; }
        .tables .scroll { width: auto; }
        details { margin-top: 1rem; }
        summary { cursor: pointer; color: var(--link); width: fit-content; }
        details .scroll { margin-top: .5rem; max-height: 30rem; overflow-y: auto; }
        .images { display: grid; grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr)); gap: 1rem .75rem; margin: 0; padding: 0; list-style: none; }
        .weights { grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); }
        .images figure { margin: 0; }
        .images figcaption { font-size: .8125rem; line-height: 1.35; }
        .images figcaption small { display: block; font-size: .75rem; }
        img { display: block; width: 5.25rem; height: 5.25rem; object-fit: contain; image-rendering: pixelated; border: 1px solid var(--edge); }
        .whole { width: 100%; max-width: 30rem; height: auto; }
        @media (max-width: 56rem) { .half { grid-column: span 2; } }
        @media (max-width: 40rem) {
          body { padding: 1rem .5rem 2rem; }
          section { padding: .875rem .75rem; }
          div.legend { display: none; }
          table { font-size: .8125rem; }
          th, td { padding: .25rem .375rem; }
          .matrix { font-size: .6875rem; }
          .matrix th, .matrix td, .matrix td:first-child, .matrix th:first-child { min-width: 1.875rem; padding: .25rem .0625rem; }
          .matrix th:first-child { min-width: 0; }
          .images { grid-template-columns: repeat(auto-fill, minmax(5.25rem, 1fr)); }
        }
        @media print { section { break-inside: avoid; } nav { display: none; } }

        """;
}
