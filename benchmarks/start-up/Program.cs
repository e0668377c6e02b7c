using Netsmith.StartUp;

// "measure FOLDER" starts the program again in each way that run.sh has published; the other modes are what it starts.
switch (args)
{
    case ["none", string start]:
        Answer.Write("since start, ms", Answer.Since(start));
        return 0;
    case ["predict", "digits", string start]:
        FirstCalls.Predict(start, seed => new Digits(seed), static (network, x, y) => network.Predict(x, y).Class, 784, 10);
        return 0;
    case ["predict", "flowers", string start]:
        FirstCalls.Predict(start, seed => new Flowers(seed), static (network, x, y) => network.Predict(x, y).Class, 4, 3);
        return 0;
    case ["train", "digits"]:
        FirstCalls.Train(new Digits(1).Fit, 784, 10, epochs: 20);
        return 0;
    case ["train", "flowers"]:
        FirstCalls.Train(new Flowers(1).Fit, 4, 3, epochs: 300);
        return 0;
    case ["measure", string folder]:
        Measurement.Run(folder);
        return 0;
    default:
        Console.Error.WriteLine("expected 'measure FOLDER'; benchmarks/start-up/run.sh publishes the programs and calls it");
        return 2;
}
