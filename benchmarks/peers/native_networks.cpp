// Predictions in plain C++ with constant sizes, in three code shapes; -DVARIANT=name names the copy, so that the same file can be
// compiled with different flags into one program.
#include <cmath>
#include <cstring>

#include "native_peer.h"

namespace {

enum Shape {
    Dot,        // W [out][in], one dot product per output
    Axpy,       // W [in][out], y += W[i] * x[i]
    Tiled       // W [out / tile][in][tile], a tile of outputs in registers, written with the compiler's vector types
};

template <int Lanes> struct VectorOf { typedef float type __attribute__((vector_size(Lanes * 4), aligned(4), may_alias)); };
template <> struct VectorOf<1> { typedef float type; };
template <int Lanes> using Vector = typename VectorOf<Lanes>::type;
template <int Lanes> inline Vector<Lanes>& at(const float* p) { return *(Vector<Lanes>*)p; }

template <int N> constexpr int lanes() { return N > 8 ? 16 : N > 4 ? 8 : N > 2 ? 4 : 1; }
template <int N> constexpr int tile() { return N <= 16 ? lanes<N>() : N <= 32 ? 32 : N % 128 == 0 ? 128 : N % 64 == 0 ? 64 : N % 208 <= 192 ? 64 : 208; }

enum Activation { None, Relu, Tanh, Softmax };

template <Activation A, int N> inline void activate(float* __restrict y) {
    if (A == Relu) for (int o = 0; o < N; o++) y[o] = y[o] > 0 ? y[o] : 0;
    if (A == Tanh) for (int o = 0; o < N; o++) y[o] = tanhf(y[o]);
    if (A == Softmax) {
        float most = y[0], sum = 0;
        for (int o = 1; o < N; o++) most = y[o] > most ? y[o] : most;
        for (int o = 0; o < N; o++) { y[o] = expf(y[o] - most); sum += y[o]; }
        for (int o = 0; o < N; o++) y[o] /= sum;
    }
}

template <Shape S, int I, int O, Activation A> struct Dense {
    static constexpr int T = S == Tiled ? tile<O>() : 1, Padded = (O + T - 1) / T * T;
    alignas(64) float W[Padded * I], b[Padded];

    // From [out][in] and bias, as the file has them; returns where the next layer starts.
    const float* load(const float* p) {
        memset(W, 0, sizeof W);
        memset(b, 0, sizeof b);
        for (int o = 0; o < O; o++)
            for (int i = 0; i < I; i++)
                W[S == Dot ? o * I + i : S == Axpy ? i * O + o : o / T * T * I + i * T + o % T] = p[o * I + i];
        memcpy(b, p + O * I, O * sizeof(float));
        return p + O * I + O;
    }

    inline void run(const float* __restrict x, float* __restrict y) const {         // y has room for Padded values
        if constexpr (S == Dot) {
            for (int o = 0; o < O; o++) {
                float sum = b[o];
                for (int i = 0; i < I; i++) sum += W[o * I + i] * x[i];
                y[o] = sum;
            }
        } else if constexpr (S == Axpy) {
            for (int o = 0; o < O; o++) y[o] = b[o];
            for (int i = 0; i < I; i++)
                for (int o = 0; o < O; o++) y[o] += W[i * O + o] * x[i];
        } else {
            constexpr int L = lanes<O>(), V = T / L, U = V == 1 ? 8 : V <= 4 ? 4 : 1;   // U chains an output hide the FMA's latency
            for (int t = 0; t < Padded; t += T) {
                Vector<L> sum[U][V] = {};
                for (int k = 0; k < V; k++) sum[0][k] = at<L>(b + t + k * L);
                int i = 0;
                for (; i + U <= I; i += U)
#pragma GCC unroll 8
                    for (int u = 0; u < U; u++)
#pragma GCC unroll 16
                        for (int k = 0; k < V; k++) sum[u][k] += at<L>(W + t * I + (i + u) * T + k * L) * x[i + u];
                for (; i < I; i++)
                    for (int k = 0; k < V; k++) sum[0][k] += at<L>(W + t * I + i * T + k * L) * x[i];
                for (int u = 1; u < U; u++) for (int k = 0; k < V; k++) sum[0][k] += sum[u][k];
                for (int k = 0; k < V; k++) at<L>(y + t + k * L) = sum[0][k];
            }
        }
        activate<A, O>(y);
    }
};

template <Shape S, int I, int H, int O, Activation Hidden, Activation Last> struct TwoLayers final : Network {
    Dense<S, I, H, Hidden> a;
    Dense<S, H, O, Last> b;
    void load(const float* p) override { b.load(a.load(p)); }
    __attribute__((noinline)) void predict(const float* __restrict x, float* __restrict y) const {
        alignas(64) float h[H + 128], z[O + 64];
        a.run(x, h);
        b.run(h, z);
        memcpy(y, z, O * sizeof(float));
    }
    void predict_many(const float* x, float* y, long count) const override {
        for (long k = 0; k < count; k++) { predict(x + (k & 15) * I, y); asm volatile("" ::: "memory"); }
    }
};

template <Shape S> struct ThreeLayers final : Network {
    Dense<S, 784, 128, Relu> a;
    Dense<S, 128, 64, Relu> b;
    Dense<S, 64, 10, Softmax> c;
    void load(const float* p) override { c.load(b.load(a.load(p))); }
    __attribute__((noinline)) void predict(const float* __restrict x, float* __restrict y) const {
        alignas(64) float h[256], g[192], z[64];
        a.run(x, h);
        b.run(h, g);
        c.run(g, z);
        memcpy(y, z, 10 * sizeof(float));
    }
    void predict_many(const float* x, float* y, long count) const override {
        for (long k = 0; k < count; k++) { predict(x + (k & 15) * 784, y); asm volatile("" ::: "memory"); }
    }
};

template <Shape S> Network* create(const std::string& name) {
    if (name == "2-8-1") return new TwoLayers<S, 2, 8, 1, Tanh, Tanh>;
    if (name == "4-16-3") return new TwoLayers<S, 4, 16, 3, Relu, Softmax>;
    if (name == "784-20-10") return new TwoLayers<S, 784, 20, 10, Relu, Softmax>;
    if (name == "784-200-10") return new TwoLayers<S, 784, 200, 10, Relu, Softmax>;
    if (name == "784-128-64-10") return new ThreeLayers<S>;
    return nullptr;
}

}

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
std::vector<Network*> JOIN(networks_, VARIANT)(const std::string& name) {
    return {create<Dot>(name), create<Axpy>(name), create<Tiled>(name)};
}
