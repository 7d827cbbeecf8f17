#include "grader/ops/outside.hpp"

#include <map>
#include <stdexcept>

namespace grader {

namespace {

thread_local const OutsideCaller* current = nullptr;

std::map<std::string, OutsideFunction>& table() {
  static std::map<std::string, OutsideFunction> functions;
  return functions;
}

}  // namespace

TensorList call_outside(const std::string& function, const TensorList& arguments) {
  if (current) return (*current)(function, arguments);
  if (const OutsideFunction* found = find_outside(function)) return (*found)(arguments);
  throw std::logic_error(function + " is not a function of this program");
}

OutsideCallsGoTo::OutsideCallsGoTo(OutsideCaller caller) : caller_(std::move(caller)), before_(current) {
  current = &caller_;
}

OutsideCallsGoTo::~OutsideCallsGoTo() { current = before_; }

OutsideRegistration::OutsideRegistration(const std::string& name, OutsideFunction function) {
  table().emplace(name, std::move(function));
}

const OutsideFunction* find_outside(const std::string& name) {
  const auto found = table().find(name);
  return found == table().end() ? nullptr : &found->second;
}

}  // namespace grader
