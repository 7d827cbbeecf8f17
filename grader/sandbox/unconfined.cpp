// Isolation::none. The program runs on the host as the grader's own user. Nothing is mounted: the mounts'
// targets are replaced by their sources wherever they are named.
#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/outcome.hpp"
#include "grader/sandbox/path_mapping.hpp"
#include "grader/sandbox/resource_limits.hpp"

namespace grader {
namespace {

class Unconfined : public Confinement {
 public:
  Unconfined(const Program& program, const Limits& limits)
      : program_(program), limits_(resource_limits(limits)) {}

  Launch prepare() override {
    Launch launch;
    for (const auto& each : program_.arguments) {
      launch.arguments.push_back(substitute_targets(each, program_.mounts));
    }
    for (const auto& each : program_.environment) {
      launch.environment.push_back(substitute_targets(each, program_.mounts));
    }
    launch.working_directory = host_path(program_.working_directory, program_.mounts);
    launch.settings = packed(limits_);
    launch.before_exec = [](const Json& limits) {
      return set_limits(unpacked<ResourceLimit>(limits), 0) ? nullptr : "cannot set resource limits";
    };
    return launch;
  }

  void interpret(int wait_status, Outcome& outcome) const override {
    ending_from_wait_status(wait_status, outcome);
  }

 private:
  const Program& program_;
  const std::vector<ResourceLimit> limits_;
};

}  // namespace

std::unique_ptr<Confinement> leave_unconfined(const Program& program, const Limits& limits) {
  return std::make_unique<Unconfined>(program, limits);
}

}  // namespace grader
