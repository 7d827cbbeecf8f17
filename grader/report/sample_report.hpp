/// A sample report with one problem of every interesting kind, for the tests of the schema and the renderers.
#pragma once
#include <limits>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

inline Check sample_check(std::string id, Status status, double points, double max_points) {
  Check check;
  check.id = std::move(id);
  check.status = status;
  check.points = points;
  check.max_points = max_points;
  return check;
}

/// A weight gradient that is twice the right one.
inline Check sample_doubled_gradient() {
  Check check = sample_check("affine.dw", Status::fail, 0, 4);
  check.message = "dw is 2 times what it should be, in every element.";
  check.mistake = Mistake{"affine/doubled", "The sum over the batch already holds every row once."};
  Evidence evidence;
  evidence.failing_class = "reference";
  evidence.gradient = "dw";
  evidence.probe = "scale 1, batch 3";
  evidence.shape = {2, 3};
  evidence.case_seed = 123456789;
  evidence.worst = WorstElement{{1, 2}, -1.25, -2.5, 1.25, 1.0, 1.5e-9};
  evidence.ratio = 2;
  evidence.expected_values = {0.5, 0.25, 1, 0, 0.125, -1.25};
  evidence.actual_values = {1, 0.5, 2, 0, 0.25, -2.5};
  check.evidence = evidence;
  check.failing_case = FailingCase{
      .probe = "scale 1, batch 1",
      .case_seed = 12,
      .smallest = true,
      .inputs = {{"x", {1, 2}, {1.5, -0.25}}, {"w", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"b", {3}, {0, 0, 0.5}}},
      .attributes = {{"scale", 0.5}},
      .upstream = {{"out", {1, 3}, {1, -1, 0.125}}},
      .expected = NamedTensor{"dw", {2, 3}, {0.5, 0.25, 1, 0, 0.125, -1.25}},
      .actual = NamedTensor{"dw", {2, 3}, {1, 0.5, 2, 0, 0.25, -2.5}}};
  return check;
}

/// A scalar loss that is not a number.
inline Check sample_nan_value() {
  Check check = sample_check("softmax_loss.large_logits", Status::fail, 0, 2);
  check.kind = Kind::value;
  check.message = "The loss is NaN: the exponential overflows.";
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Evidence evidence;
  evidence.failing_class = "finite";
  evidence.probe = "logits to 1e3";
  evidence.case_seed = 7;
  evidence.worst = WorstElement{{}, 0.75, nan, std::numeric_limits<double>::infinity(), nan, 1e-9};
  check.evidence = evidence;
  return check;
}

/// Text that a student must never see, in every field of a hidden check that could contain it.
inline Check sample_hidden_check() {
  Check check = sample_doubled_gradient();
  check.id = "affine.secret_large_batch";
  check.visibility = Visibility::hidden;
  check.max_points = 1;
  check.message = "secret message";
  check.mistake = Mistake{"secret/mistake", "secret hint"};
  check.evidence->probe = "secret probe";
  check.failing_case->probe = "secret probe";
  check.failing_case->printed = "secret text";
  return check;
}

inline Report sample_report() {
  Report report;
  report.grader = {"0.1.0", "g++ 12.2.0", "bubblewrap"};
  report.assignment = "a1-gates";
  report.submission = {"alice", std::string(64, 'a')};
  report.seed = 42;
  report.duration_ms = 3210;
  report.run = RunInfo{"2026-06-01T14:32:05Z",
                       "lab-7",
                       {{"affine", 900}, {"relu", 4}, {"sigmoid", 250}, {"softmax_loss", 1500}, {"tanh", 0}}};

  Problem sigmoid{"sigmoid", "The sigmoid gate", {}, {}, {}, {}, {}, {}};
  sigmoid.checks = {sample_check("sigmoid.contract", Status::pass, 0.5, 0.5),
                    sample_check("sigmoid.dx", Status::pass, 4.5, 4.5)};
  sigmoid.checks[0].kind = Kind::contract;

  Problem affine{"affine", "The affine layer", {}, {}, {}, {}, {}, {}};
  affine.checks = {sample_check("affine.dx", Status::pass, 2.5, 2.5), sample_doubled_gradient(),
                   sample_check("affine.db", Status::not_implemented, 0, 2.5), sample_hidden_check()};

  Problem softmax{"softmax_loss", "Softmax and cross-entropy", {}, {}, {}, {}, {}, {}};
  softmax.checks = {sample_nan_value()};

  Problem relu{"relu", "ReLU", {}, {}, {}, {}, {}, {}};
  relu.checks = {sample_check("relu.dx", Status::not_implemented, 0, 5)};
  relu.checks[0].message = "relu_backward is not implemented yet.";

  Problem tanh{"tanh", "The hyperbolic tangent", {}, {}, {}, {}, {}, {}};
  tanh.checks = {sample_check("tanh.contract", Status::compile_error, 0, 1),
                 sample_check("tanh.dx", Status::compile_error, 0, 4)};
  tanh.message = "tanh.cpp:12:10: error: 'retrun' was not declared in this scope\n   12 |   retrun dz;\n";

  tanh.location = SourceLocation{"tanh.cpp", 12};
  affine.location = SourceLocation{"affine.cpp", {}};
  affine.excerpt = Excerpt{18, "AffineGradients affine_backward(...) {\n  return {dx, dw < 1, db};\n}\n",
                           "out = x w + b\n", "assignments/a1-gates/handout.md#21-affine"};

  report.problems = {sigmoid, affine, softmax, relu, tanh};
  report.figures = {{"saturation", "How many gates are saturated", R"({"mark":"line"})"}};
  tally(report);
  return report;
}

}  // namespace grader
