// What native_networks.cpp offers to native_peer.cpp.
#pragma once
#include <string>
#include <vector>

struct Network {
    virtual ~Network() = default;
    virtual void load(const float* parameters) = 0;
    virtual void predict_many(const float* inputs, float* output, long count) const = 0;   // 16 inputs in turn
};

std::vector<Network*> networks_narrow(const std::string& name);    // -O3 -march=native -ffast-math
std::vector<Network*> networks_wide(const std::string& name);      // and -mprefer-vector-width=512
