// ONNX Runtime through its C API, one thread, one sample a call; the models are the ones torch_peer.py --export wrote. The tensors are made
// once, over memory of this program, and used again, so that only Run is timed: what a prediction costs with no other language in between.
// RunWithBinding, for which they are bound beforehand, was never a tenth faster.
// usage: onnxruntime_peer DATA LIBRARY ; protocol.py describes what it speaks.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include <dlfcn.h>

// The Node package has the library without its header. OrtApi is a table of functions that only grows at its end; a number below is a
// function's place in it, counted in onnxruntime_c_api.h of microsoft/onnxruntime. All are of version 1, whose places are fixed for good.
struct OrtStatus;
struct OrtEnv;
struct OrtSessionOptions;
struct OrtSession;
struct OrtMemoryInfo;
struct OrtValue;
enum { LOG_WARNINGS = 2, SEQUENTIAL = 0, OPTIMIZE_ALL = 99, FLOAT = 1, DEVICE_ALLOCATOR = 0, MEMORY_DEFAULT = 0 };     // as in the header

struct OrtApiBase {
    void* const* (*GetApi)(uint32_t version);
    const char* (*GetVersionString)();
};

struct Function {
    void* address;
    template <typename T> operator T*() const { return (T*)address; }
};

struct Api {
    void* const* table;
    Function at(int place) const { return {table[place]}; }

    const char* (*GetErrorMessage)(const OrtStatus*) = at(2);
    OrtStatus* (*CreateEnv)(int log_level, const char* log_id, OrtEnv** out) = at(3);
    OrtStatus* (*CreateSession)(const OrtEnv*, const char* path, const OrtSessionOptions*, OrtSession** out) = at(7);
    OrtStatus* (*Run)(OrtSession*, const void* run_options, const char* const* input_names, const OrtValue* const* inputs, size_t input_count,
                      const char* const* output_names, size_t output_count, OrtValue** outputs) = at(9);
    OrtStatus* (*CreateSessionOptions)(OrtSessionOptions** out) = at(10);
    OrtStatus* (*SetSessionExecutionMode)(OrtSessionOptions*, int mode) = at(13);
    OrtStatus* (*SetSessionGraphOptimizationLevel)(OrtSessionOptions*, int level) = at(23);
    OrtStatus* (*SetIntraOpNumThreads)(OrtSessionOptions*, int threads) = at(24);
    OrtStatus* (*SetInterOpNumThreads)(OrtSessionOptions*, int threads) = at(25);
    OrtStatus* (*CreateTensorWithDataAsOrtValue)(const OrtMemoryInfo*, void* data, size_t bytes, const int64_t* shape, size_t rank, int type,
                                                 OrtValue** out) = at(49);
    OrtStatus* (*CreateCpuMemoryInfo)(int allocator, int memory_type, OrtMemoryInfo** out) = at(69);
    void (*ReleaseSession)(OrtSession*) = at(95);       // it and the next accept null
    void (*ReleaseValue)(OrtValue*) = at(96);

    void check(OrtStatus* status) const {
        if (status) { fprintf(stderr, "ONNX Runtime: %s\n", GetErrorMessage(status)); exit(1); }
    }
};

static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

template <typename T> static void read_file(const std::string& path, T* values, size_t count) {
    std::ifstream file(path, std::ios::binary);
    if (!file.read((char*)values, count * sizeof(T))) { fprintf(stderr, "expected %zu bytes in %s\n", count * sizeof(T), path.c_str()); exit(1); }
}

static const int MOST = 784;
alignas(64) static float x[16][MOST], y[64];            // each row on a boundary of 64 bytes, as ONNX Runtime's own tensors

static void read_samples(const std::string& data, int size) {
    if (size == MOST) {
        static unsigned char bytes[16][MOST];
        read_file(data + "/images.u8", bytes[0], 16 * MOST);
        for (int k = 0; k < 16; k++)
            for (int i = 0; i < MOST; i++) x[k][i] = bytes[k][i] / 255.0f;
    } else {
        static float values[16 * MOST];
        read_file(data + "/inputs-" + std::to_string(size) + ".f32", values, 16 * size);
        for (int k = 0; k < 16; k++) std::copy_n(values + k * size, size, x[k]);
    }
}

int main(int argc, char** argv) {
    if (argc != 3) { fprintf(stderr, "usage: onnxruntime_peer DATA LIBRARY\n"); return 1; }
    const std::string data = argv[1];
    const double sample_seconds = getenv("BENCH_SAMPLE_SECONDS") ? atof(getenv("BENCH_SAMPLE_SECONDS")) : 0.2;
    void* library = dlopen(argv[2], RTLD_NOW);
    void* entry = library ? dlsym(library, "OrtGetApiBase") : nullptr;
    if (!entry) { fprintf(stderr, "no ONNX Runtime: %s\n", dlerror()); return 1; }
    const OrtApiBase* base = ((const OrtApiBase* (*)())entry)();
    const Api api{base->GetApi(1)};

    OrtEnv* env;
    OrtSessionOptions* options;
    OrtMemoryInfo* memory;
    api.check(api.CreateEnv(LOG_WARNINGS, "peers", &env));
    api.check(api.CreateSessionOptions(&options));
    api.check(api.SetIntraOpNumThreads(options, 1));
    api.check(api.SetInterOpNumThreads(options, 1));
    api.check(api.SetSessionExecutionMode(options, SEQUENTIAL));
    api.check(api.SetSessionGraphOptimizationLevel(options, OPTIMIZE_ALL));
    api.check(api.CreateCpuMemoryInfo(DEVICE_ALLOCATOR, MEMORY_DEFAULT, &memory));

    OrtSession* session = nullptr;
    OrtValue *inputs[16] = {}, *output = nullptr;
    const char *input_name = "x", *output_name = "y";   // torch_peer.py gave them
    long count = 0;
    int outputs = 0;
    auto tensor = [&](float* values, int size, OrtValue*& out) {
        const int64_t shape[] = {1, size};
        api.ReleaseValue(out);
        api.check(api.CreateTensorWithDataAsOrtValue(memory, values, size * sizeof(float), shape, 2, FLOAT, &out));
    };
    auto predict = [&](int k) { api.check(api.Run(session, nullptr, &input_name, &inputs[k], 1, &output_name, 1, &output)); };
    auto timed = [&](long n) {
        double start = now();
        for (long i = 0; i < n; i++) predict(i & 15);
        return now() - start;
    };

    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command, name;
        words >> command >> name;
        if (command == "name") {
            printf("ONNX Runtime %s (C API), 1 thread\n", base->GetVersionString());
        } else if (command == "prepare") {
            if (name.rfind("infer/", 0) != 0) { printf("skip\n"); fflush(stdout); continue; }
            std::string network = name.substr(6, name.find('/', 6) - 6);
            network = network.substr(0, network.find("-tanh"));
            int size = atoi(network.c_str());
            outputs = atoi(network.c_str() + network.rfind('-') + 1);
            api.ReleaseSession(session);
            api.check(api.CreateSession(env, (data + "/" + network + ".onnx").c_str(), options, &session));
            read_samples(data, size);
            for (int k = 0; k < 16; k++) tensor(x[k], size, inputs[k]);
            tensor(y, outputs, output);
            timed(5000);                                // warms up
            double seconds = std::min({timed(1000), timed(1000), timed(1000)});
            count = std::max(1L, (long)(1000 * sample_seconds / seconds));
            printf("ready\n");
        } else {
            double seconds = timed(count) / count, check = 0;
            for (int k = 0; k < 16; k++) {
                predict(k);
                for (int o = 0; o < outputs; o++) check += y[o] * (o + 1);
            }
            printf("%.9g %.9g\n", seconds, check);
        }
        fflush(stdout);
    }
}
