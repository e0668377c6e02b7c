// The machine's limits on one core: fused multiply-adds (GFLOP/s) and reads from a block of a given size (GB/s).
// Speaks the protocol of protocol.py with the cases "fma" and "read/BYTES"; the answer's first number is the rate. Its
// name is the width of its vectors in bits.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
typedef float Vector __attribute__((vector_size(LANES * 4)));
static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
static volatile float sink;

// Twelve independent chains cover the latency of two pipes; the empty assembly keeps each in a register of its own.
#define EACH(f) f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11)
#if defined(__x86_64__)
#define KEEP(v) asm volatile("" : "+v"(v));
#else
#define KEEP(v) asm volatile("" : "+w"(v));
#endif
static double fma_rate() {
    volatile float one = 0.999999f, small = 1e-9f;
    Vector m = Vector{} + one, c = Vector{} + small;
#define DECLARE(j) Vector a##j = m;
    EACH(DECLARE)
    const long turns = 20000000;
    double t = now();
    for (long k = 0; k < turns; k++) {
#define STEP(j) a##j = a##j * m + c; KEEP(a##j)
        EACH(STEP)
    }
    t = now() - t;
#define ADD(j) c += a##j;
    EACH(ADD)
    sink = c[0];
    return 2.0 * 12 * LANES * turns / t / 1e9;
}

static double read_rate(size_t bytes) {
    size_t block = 8 * LANES, n = (bytes / 4 + block - 1) / block * block;
    float* p = (float*)aligned_alloc(64, (n * 4 + 63) / 64 * 64);
    for (size_t i = 0; i < n; i++) p[i] = 1;
    long turns = std::max(1L, (long)(4e9 / (n * 4)));
    double best = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
        Vector s0{}, s1{}, s2{}, s3{}, s4{}, s5{}, s6{}, s7{};
        double t = now();
        for (long k = 0; k < turns; k++) {
            for (size_t i = 0; i < n; i += block) {
#define READ(j) s##j += *(Vector*)(p + i + j * LANES);
                READ(0) READ(1) READ(2) READ(3) READ(4) READ(5) READ(6) READ(7)
            }
            asm volatile("" ::: "memory");
        }
        double rate = 4.0 * n * turns / (now() - t) / 1e9;
        best = rate > best ? rate : best;
        s0 += s1 + s2 + s3 + (s4 + s5 + s6 + s7);
        sink = s0[0];
    }
    free(p);
    return best;
}

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        std::string name = line.substr(line.find(' ') + 1);
        if (line == "name") printf("%d\n", LANES * 32);
        else if (line.rfind("run ", 0) != 0) printf("ready\n");
        else printf("%.6g 0\n", name == "fma" ? fma_rate() : read_rate(atol(name.c_str() + 5)));
        fflush(stdout);
    }
}
