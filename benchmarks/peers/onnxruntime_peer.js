// ONNX Runtime through its Node package, one thread, one sample a call; the models are the ones torch_peer.py --export wrote.
// usage: node onnxruntime_peer.js DATA NODE_MODULES ; protocol.py describes what it speaks.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [data, modules] = process.argv.slice(2);
const library = path.join(modules, 'onnxruntime-node');
const ort = require(library);
const version = require(path.join(library, 'package.json')).version;
const sampleSeconds = Number(process.env.BENCH_SAMPLE_SECONDS || '0.2');
const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all' };
let work = null;

function samples(size) {
  let values;
  if (size === 784) {
    values = Float32Array.from(fs.readFileSync(path.join(data, 'images.u8')).subarray(0, 16 * 784), v => Math.fround(v / 255));
  } else {
    const file = fs.readFileSync(path.join(data, `inputs-${size}.f32`));
    values = new Float32Array(file.buffer, file.byteOffset, 16 * size);
  }
  return [...Array(16).keys()].map(k => ({ x: new ort.Tensor('float32', values.slice(k * size, (k + 1) * size), [1, size]) }));
}

async function timed(count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) await work.session.run(work.feeds[i & 15]);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function prepare(name) {
  if (!name.startsWith('infer/')) return 'skip';
  const network = name.split('/')[1].replace('-tanh', '');
  work = { session: await ort.InferenceSession.create(path.join(data, network + '.onnx'), options), feeds: samples(Number(network.split('-')[0])) };
  await timed(5000);
  work.count = Math.max(1, Math.round(2000 * sampleSeconds / await timed(2000)));
  return 'ready';
}

async function run() {
  const seconds = await timed(work.count) / work.count;
  let check = 0;
  for (const feed of work.feeds) (await work.session.run(feed)).y.data.forEach((v, o) => { check += v * (o + 1); });
  return `${seconds} ${check}`;
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, name] = line.trim().split(' ');
    const answer = command === 'name' ? `ONNX Runtime ${version} (Node), 1 thread` : command === 'prepare' ? await prepare(name) : await run();
    fs.writeSync(1, answer + '\n');
  }
})();
