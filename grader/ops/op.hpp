/// An op is one layer as the grader sees it, described once. Linked with the solutions, it is the reference.
/// Linked with a student's files, its first half, the Layer, is what the worker runs.
#pragma once

#include "grader/ops/layer.hpp"
#include "grader/ops/probing.hpp"

namespace grader {

struct Op : Layer, Probing {};

}  // namespace grader
