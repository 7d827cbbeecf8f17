#include "grader/submission/worker.hpp"

#include <cstdlib>

namespace grader {

Program worker_program(const Worker& worker) {
  Program program;
  program.arguments = {"/box/bin/" + worker.name};
  // Threads would change the order of summation from run to run.
  program.environment = {"OPENBLAS_NUM_THREADS=1"};
  for (const char* name : {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}) {
    if (const char* value = std::getenv(name)) program.environment.push_back(std::string(name) + '=' + value);
  }
  program.mounts = {{worker.box.work(), "/box/bin"}};
  return program;
}

}  // namespace grader
