#!/bin/bash
# Netsmith against PyTorch, NumPy, ONNX Runtime and compiled C++, alternately in one run on this machine.
# usage: benchmarks/peers/run.sh [--data MNIST_FOLDER] [--quick] [--rounds N] [--cases TEXT] [--no-install]
# Needs Debian or Ubuntu (or the programs below already there), .NET and, for what is missing, root or sudo.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
work="$root/artifacts/peers"
mkdir -p "$work"

install=1
arguments=()
for argument in "$@"; do
    if [ "$argument" = --no-install ]; then install=0; else arguments+=("$argument"); fi
done

sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
missing=()
/usr/bin/python3 -c 'import torch' 2> /dev/null || missing+=(python3-torch)
/usr/bin/python3 -c 'import numpy' 2> /dev/null || missing+=(python3-numpy)
command -v g++ > /dev/null || missing+=(g++)
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
openblas="$(echo /usr/lib/*/openblas-openmp)"
[ -d "$openblas" ] || missing+=(libopenblas0-openmp)
if [ ${#missing[@]} -gt 0 ]; then
    if [ "$install" = 0 ]; then echo "missing: ${missing[*]}; run without --no-install" >&2; exit 1; fi
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"
    openblas="$(echo /usr/lib/*/openblas-openmp)"
fi

# The package carries the native library; its install script would only fetch the one for graphics cards.
if [ ! -d "$work/node_modules/onnxruntime-node" ]; then
    npm install --prefix "$work" --no-save --no-audit --no-fund --ignore-scripts --loglevel error onnxruntime-node@1.20.1
fi

native="$work/native"
mkdir -p "$native"
flags="-O3 -march=native -ffast-math -std=gnu++17"
g++ $flags -DVARIANT=narrow -c "$here/native_networks.cpp" -o "$native/narrow.o"
g++ $flags -mprefer-vector-width=512 -DVARIANT=wide -c "$here/native_networks.cpp" -o "$native/wide.o" 2> /dev/null ||
    g++ $flags -DVARIANT=wide -c "$here/native_networks.cpp" -o "$native/wide.o"      # not an x86 processor
g++ $flags "$here/native_peer.cpp" "$native/narrow.o" "$native/wide.o" -o "$native/native_peer"
g++ -O3 -march=native -std=gnu++17 "$here/limits.cpp" -o "$native/limits"

dotnet build "$root/benchmarks/Netsmith.Benchmarks" -c Release -v quiet -nologo
/usr/bin/python3 "$here/driver.py" --work "$work" --native "$native" --node-modules "$work/node_modules" --openblas "$openblas" \
    --netsmith "$root/benchmarks/Netsmith.Benchmarks/bin/Release/net10.0/Netsmith.Benchmarks.dll" "${arguments[@]}"
echo "# tables: ${work#"$root"/}/results.tsv, spread.tsv, limits.tsv"
