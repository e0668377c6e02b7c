// FANN through its C API: incremental training, a sample at a time, of the tiny networks. A step here is as many samples as a batch has.
// FANN has no ReLU and no cross-entropy: it trains with the squared error, and the faster of its tanh and its piecewise linear function.
// usage: fann_peer DATA ; protocol.py describes what it speaks.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

#include <floatfann.h>

static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

static std::vector<float> floats(const std::string& path, size_t count) {
    std::vector<float> values(count);
    std::ifstream file(path, std::ios::binary);
    if (!file.read((char*)values.data(), count * 4)) { fprintf(stderr, "expected %zu floats in %s\n", count, path.c_str()); exit(1); }
    return values;
}

static fann* create(unsigned inputs, unsigned hidden, unsigned outputs, fann_activationfunc_enum function, bool tanh_output) {
    fann* net = fann_create_standard(3, inputs, hidden, outputs);
    fann_set_activation_function_hidden(net, function);
    fann_set_activation_function_output(net, tanh_output ? FANN_SIGMOID_SYMMETRIC : FANN_LINEAR);
    fann_set_activation_steepness_hidden(net, 1);               // tanh(x); unset it is tanh(x / 2)
    fann_set_activation_steepness_output(net, tanh_output ? 1 : 0.5);
    fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
    fann_set_learning_rate(net, 0.01f);
    fann_randomize_weights(net, -0.5f, 0.5f);
    return net;
}

int main(int, char** argv) {
    const std::string data = argv[1];
    const double sample_seconds = getenv("BENCH_SAMPLE_SECONDS") ? atof(getenv("BENCH_SAMPLE_SECONDS")) : 0.2;
    unsigned inputs = 0, outputs = 0, batch = 0;
    std::vector<float> x, t;
    fann* best = nullptr;
    long count = 0;
    auto timed = [&](fann* net, long steps) {
        double start = now();
        for (long s = 0; s < steps; s++)
            for (unsigned i = 0; i < batch; i++) fann_train(net, &x[i * inputs], &t[i * outputs]);
        return now() - start;
    };

    for (std::string line; std::getline(std::cin, line);) {
        if (line == "name") {
            printf("FANN (incremental), 1 thread\n");
        } else if (line.rfind("prepare ", 0) == 0) {
            bool is_xor = line == "prepare train/2-8-1-tanh/b4", is_flowers = line == "prepare train/4-16-3/b16";
            if (!is_xor && !is_flowers) { printf("skip\n"); fflush(stdout); continue; }
            inputs = is_xor ? 2 : 4; outputs = is_xor ? 1 : 3; batch = is_xor ? 4 : 16;
            x = floats(data + "/inputs-" + std::to_string(inputs) + ".f32", batch * inputs);
            t.assign(batch * outputs, 0);
            for (unsigned i = 0; i < batch; i++) {
                if (is_xor) t[i] = i == 1 || i == 2 ? 1 : -1;
                else t[i * outputs + i % 3] = 1;
            }
            if (best) fann_destroy(best);
            best = nullptr;
            double least = 1e9;
            for (auto function : {FANN_SIGMOID_SYMMETRIC, FANN_LINEAR_PIECE_SYMMETRIC}) {
                if (is_xor && function != FANN_SIGMOID_SYMMETRIC) continue;     // this network's hidden layer is tanh
                fann* net = create(inputs, is_xor ? 8 : 16, outputs, function, is_xor);
                long n = 1;
                while (timed(net, n) < sample_seconds / 10) n *= 2;
                double seconds = std::min({timed(net, n), timed(net, n), timed(net, n)}) / n;
                if (seconds < least) { least = seconds; std::swap(best, net); }
                if (net) fann_destroy(net);
            }
            count = std::max(1L, (long)(sample_seconds / least));
            printf("ready\n");
        } else {
            fann_reset_MSE(best);
            double seconds = timed(best, count) / count;
            printf("%.9g %.9g\n", seconds, fann_get_MSE(best));
        }
        fflush(stdout);
    }
}
