// Writes files until there is no room.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const char* folder = std::getenv("TMPDIR");
  for (const std::string& place : {std::string(folder ? folder : "/tmp"), std::string("."), std::string("/dev/shm")}) {
    for (int i = 0; i < 50; ++i) {
      if (std::ofstream(place + "/fill" + std::to_string(i)) << std::string(1 << 20, 'x') << std::flush) throw std::runtime_error("written");
    }
  }
  return 0.0 * dout;
}
}  // namespace backprop
