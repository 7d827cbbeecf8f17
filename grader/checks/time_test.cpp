// Sequences: upstream gradients that arrive at some time steps only, and the usual mistakes of
// backpropagation through time.
#include <gtest/gtest.h>
#include <backprop/lstm.hpp>
#include <backprop/rnn.hpp>

#include <set>

#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"

namespace grader {
namespace {

using backprop::at_time;
using backprop::Matrix;
using backprop::Tensor3;

using Names = std::set<std::string>;

// Returns the gradients of `op` that a backward pass gets wrong. The contract must hold.
template <class Backward>
Names wrong_gradients(const std::string& name, Backward backward) {
  const Op& op = *find_op(name);
  Op student = op;
  student.start = backward;
  Transcript transcript = cases::plan(op, 1);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  EXPECT_EQ(check_contract(op, transcript).message, "");
  Names wrong;
  for (const std::string& input : op.gradients()) {
    if (check_gradient(op, transcript, input).status == Status::fail) wrong.insert(input);
  }
  return wrong;
}

enum class Flaw { none, not_carried, last_step_only, not_added, new_state, last_weights };

Instance rnn_with(Flaw flaw, const Case& the_case) {
  return run_layer(
      the_case, "h",
      [](Arguments& in) {
        return backprop::rnn_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"), in.matrix("wh"),
                                     in.vector("b"));
      },
      [flaw](Arguments& upstream, const backprop::RnnCache& cache) -> Tensors {
        const Tensor3& dh = upstream.tensor3("h");
        const std::size_t T = cache.steps.size();
        backprop::RnnStepGradients total = backprop::rnn_step_backward(at_time(dh, 0) * 0.0, cache.steps[0]);
        Tensor3 dx = backprop::zeros(dh.shape(0), T, cache.steps[0].x.shape(1));
        Matrix carried = total.dprev_h;
        for (std::size_t t = T; t-- > 0;) {
          Matrix dnext_h = at_time(dh, t) + carried;
          if (flaw == Flaw::not_carried) dnext_h = at_time(dh, t);
          if (flaw == Flaw::last_step_only && t + 1 < T) dnext_h = carried;
          if (flaw == Flaw::not_added && t + 1 < T) dnext_h = at_time(dh, t) * 0.5 + carried;
          backprop::RnnStepCache step_cache = cache.steps[t];
          if (flaw == Flaw::new_state) step_cache.prev_h = step_cache.next_h;
          const backprop::RnnStepGradients step = backprop::rnn_step_backward(dnext_h, step_cache);
          const double kept = flaw == Flaw::last_weights ? 0.0 : 1.0;
          total.dwx = total.dwx * kept + step.dwx;
          total.dwh = total.dwh * kept + step.dwh;
          total.db = total.db * kept + step.db;
          backprop::set_time(dx, t, step.dx);
          carried = step.dprev_h;
        }
        return {{"x", from_xtensor(dx)},
                {"h0", from_xtensor(carried)},
                {"wx", from_xtensor(total.dwx)},
                {"wh", from_xtensor(total.dwh)},
                {"b", from_xtensor(total.db)}};
      });
}

Names rnn_gradients_wrong_by(Flaw flaw) {
  return wrong_gradients("rnn", [flaw](const Case& the_case) { return rnn_with(flaw, the_case); });
}

const Names kAll = {"x", "h0", "wx", "wh", "b"};

TEST(Rnn, ARightBackwardPassStaysRight) { EXPECT_EQ(rnn_gradients_wrong_by(Flaw::none), Names{}); }

TEST(Rnn, TheGradientMustBeCarriedFromStepToStep) {
  EXPECT_EQ(rnn_gradients_wrong_by(Flaw::not_carried), kAll);
}

TEST(Rnn, EveryStepHasAnUpstreamGradientOfItsOwn) {
  EXPECT_EQ(rnn_gradients_wrong_by(Flaw::last_step_only), kAll);
  EXPECT_EQ(rnn_gradients_wrong_by(Flaw::not_added), kAll);
}

TEST(Rnn, TheRecurrentWeightsSawTheStateBefore) {
  EXPECT_EQ(rnn_gradients_wrong_by(Flaw::new_state), Names{"wh"});
}

TEST(Rnn, WeightsAreUsedAtEveryStep) {
  EXPECT_EQ(rnn_gradients_wrong_by(Flaw::last_weights), (Names{"wx", "wh", "b"}));
}

// An lstm that does not carry dc on, and so loses what an LSTM is for.
TEST(Lstm, TheCellsGradientMustBeCarriedFromStepToStep) {
  const auto start = [](const Case& the_case) {
    return run_layer(
        the_case, "h",
        [](Arguments& in) {
          return backprop::lstm_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"), in.matrix("wh"),
                                        in.vector("b"));
        },
        [](Arguments& upstream, const backprop::LstmCache& cache) -> Tensors {
          const Tensor3& dh = upstream.tensor3("h");
          const Matrix no_dc = at_time(dh, 0) * 0.0;
          backprop::LstmStepGradients total = backprop::lstm_step_backward(no_dc, no_dc, cache.steps[0]);
          Tensor3 dx = backprop::zeros(dh.shape(0), cache.steps.size(), cache.steps[0].x.shape(1));
          for (std::size_t t = cache.steps.size(); t-- > 0;) {
            const Matrix dnext_h = at_time(dh, t) + total.dprev_h;
            const auto step = backprop::lstm_step_backward(dnext_h, no_dc, cache.steps[t]);
            backprop::set_time(dx, t, step.dx);
            total.dprev_h = step.dprev_h;
            total.dwx += step.dwx;
            total.dwh += step.dwh;
            total.db += step.db;
          }
          return {{"x", from_xtensor(dx)},
                  {"h0", from_xtensor(total.dprev_h)},
                  {"wx", from_xtensor(total.dwx)},
                  {"wh", from_xtensor(total.dwh)},
                  {"b", from_xtensor(total.db)}};
        });
  };
  EXPECT_EQ(wrong_gradients("lstm", start), kAll);
}

// Returns the steps of (N, T, H) at which anything is not 0.
std::set<std::size_t> steps_with_gradient(const Tensor& tensor) {
  std::set<std::size_t> steps;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (tensor.values[i] != 0.0) steps.insert(i / tensor.shape.at(2) % tensor.shape.at(1));
  }
  return steps;
}

TEST(SequenceProbes, UpstreamArrivesWhereTheProbeSays) {
  for (const char* name : {"rnn", "lstm", "gru"}) {
    std::set<std::size_t> lengths;
    for (const CaseTranscript& entry : cases::plan(*find_op(name), 1)) {
      const std::size_t T = entry.u.at("h").shape.at(1);
      lengths.insert(T);
      std::set<std::size_t> expected;
      for (std::size_t t = 0; t < T; ++t) expected.insert(t);
      if (entry.probe == "last-step-only" || entry.probe == "along-the-cell") expected = {T - 1};
      if (entry.probe == "first-step-only") expected = {0};
      EXPECT_EQ(steps_with_gradient(entry.u.at("h")), expected) << name << ", " << entry.probe;
      EXPECT_EQ(steps_with_gradient(entry.v.at("h")), expected) << name << ", " << entry.probe;
    }
    for (const std::size_t T : {1u, 2u, 5u}) EXPECT_TRUE(lengths.contains(T)) << name << ", T = " << T;
  }
}

TEST(SequenceProbes, LstmStepIsAskedForEachOutputAlone) {
  Names probes;
  for (const CaseTranscript& entry : cases::plan(*find_op("lstm_step"), 1)) {
    const auto silent = [&](const char* output) {
      const Tensor& upstream = entry.u.at(output);
      return upstream == Tensor::filled(upstream.shape, 0.0);
    };
    EXPECT_EQ(silent("next_h"), entry.probe == "cell-only");
    EXPECT_EQ(silent("next_c"), entry.probe == "hidden-only");
    probes.insert(entry.probe);
  }
  EXPECT_TRUE(probes.contains("cell-only") && probes.contains("hidden-only"));
}

TEST(SequenceProbes, MasksReachEveryRegime) {
  bool all = false, sequence = false, step = false;
  for (const CaseTranscript& entry : cases::plan(*find_op("temporal_softmax_loss"), 1)) {
    const Matrix mask = to_matrix(entry.the_case.inputs.at("mask"));
    const backprop::Vector by_sequence = backprop::sum(mask, 1), by_step = backprop::sum(mask, 0);
    all |= backprop::sum(mask) == static_cast<double>(mask.size());
    sequence |= *std::min_element(by_sequence.begin(), by_sequence.end()) == 0.0;
    step |= *std::min_element(by_step.begin(), by_step.end()) == 0.0 && by_step(0) > 0.0;
  }
  EXPECT_TRUE(all && sequence && step);
}

}  // namespace
}  // namespace grader
