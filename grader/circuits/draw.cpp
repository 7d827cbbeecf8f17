// draw FOLDER: writes the drawings of the handouts to FOLDER/a1-gates and FOLDER/a2-depth. Their numbers are
// those of small examples; tests compare them with the reference.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/circuits/handout_numbers.hpp"
#include "grader/circuits/pictures.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder / "a1-gates");
    std::filesystem::create_directories(folder / "a2-depth");
    grader::write_atomically(folder / "a1-gates/circuit.svg",
                             grader::circuit_svg(grader::seven_gates(grader::numbers_of_seven_gates())));
    grader::write_atomically(folder / "a2-depth/batchnorm_graph.svg",
                             grader::circuit_svg(grader::batchnorm_graph(grader::numbers_of_batchnorm())));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "draw: %s\n", error.what());
    return 1;
  }
  return 0;
}
