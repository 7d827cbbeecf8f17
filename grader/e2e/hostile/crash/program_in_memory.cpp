// Becomes a program that lies in no file.
// Where: operating system
// Verdict: crash
#include <backprop/relu.hpp>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const int file = memfd_create("x", 0);
  const char* script = "#!/usr/bin/true\n";
  if (write(file, script, strlen(script)) < 0) _exit(9);
  char* const words[] = {nullptr};
  fexecve(file, words, words);
  _exit(8);
}
}  // namespace backprop
