#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace attention_norms_part {

using backprop::Matrix;
using backprop::Rng;

constexpr std::size_t kDepths[] = {2, 4, 8, 16, 24};
constexpr std::size_t kDeepest = 24;
constexpr std::size_t kSequences = 8;
constexpr std::size_t kTime = 8;
constexpr std::size_t kFeatures = 16;
constexpr std::size_t kHeads = 4;
constexpr std::size_t kWide = 64;
constexpr std::size_t kRows = kSequences * kTime;
const Attributes kAttention = {{"heads", kHeads}, {"causal", 1}};
const Attributes kNorm = {{"eps", 1e-5}};

// Of one block; gamma is 1, and beta and the biases are 0.
struct Block {
  Tensor wq, wk, wv, wo, w1, w2;
};

std::vector<Block> blocks(Rng& rng) {
  const auto draw = [&](std::size_t rows, std::size_t columns) {
    return random_normal(rng, {rows, columns}, 1.0 / std::sqrt(static_cast<double>(rows)));
  };
  std::vector<Block> result;
  for (std::size_t l = 0; l < kDeepest; ++l) {
    const auto square = [&] { return draw(kFeatures, kFeatures); };
    Block block;
    for (Tensor* weights : {&block.wq, &block.wk, &block.wv, &block.wo}) *weights = square();
    block.w1 = draw(kFeatures, kWide);
    block.w2 = draw(kWide, kFeatures);
    result.push_back(std::move(block));
  }
  return result;
}

Tensor ones(std::size_t size) { return Tensor::filled({size}, 1.0); }
Tensor none(std::size_t size) { return Tensor::filled({size}, 0.0); }

const Shape kSteps3 = {kSequences, kTime, kFeatures};

Tensor as_rows_of(const Tensor& x) { return {{kRows, x.values.size() / kRows}, x.values}; }
Tensor as_steps_of(const Tensor& x) { return {{kSequences, kTime, x.values.size() / kRows}, x.values}; }

Tensor sum_of(Tensor a, const Tensor& b) {
  for (std::size_t i = 0; i < a.values.size(); ++i) a.values[i] += b.values[i];
  return a;
}

LayerCall norm_of(Subject& subject, const Tensor& x) {
  return {subject,
          "layernorm",
          {{"x", as_rows_of(x)}, {"gamma", ones(kFeatures)}, {"beta", none(kFeatures)}},
          kNorm};
}

Tensor norm_out(const LayerCall& norm) { return as_steps_of(norm.output("out", {kRows, kFeatures})); }

// The norm in front of each branch, by the subject's transformer_block.
class PreNormStack {
 public:
  PreNormStack(Subject& subject, const std::vector<Block>& weights, std::size_t depth, Tensor x) {
    for (std::size_t l = 0; l < depth; ++l) {
      const Block& w = weights[l];
      calls_.emplace_back(subject, "transformer_block",
                          Tensors{{"x", x},
                                  {"gamma1", ones(kFeatures)},
                                  {"beta1", none(kFeatures)},
                                  {"wq", w.wq},
                                  {"wk", w.wk},
                                  {"wv", w.wv},
                                  {"wo", w.wo},
                                  {"gamma2", ones(kFeatures)},
                                  {"beta2", none(kFeatures)},
                                  {"w1", w.w1},
                                  {"b1", none(kWide)},
                                  {"w2", w.w2},
                                  {"b2", none(kFeatures)}},
                          kAttention);
      x = calls_.back().output("out", kSteps3);
    }
    calls_.push_back(norm_of(subject, x));
  }

  // Returns the norms of dw2 of each block, from the bottom up.
  std::vector<double> gradients(const Tensor& dout) {
    Tensor d = as_steps_of(calls_.back().backward({{"out", as_rows_of(dout)}}).at("x"));
    std::vector<double> norms(calls_.size() - 1);
    for (std::size_t l = norms.size(); l-- > 0;) {
      const Tensors gradients = calls_[l].backward({{"out", d}});
      norms[l] = norm(gradients.at("w2"));
      d = gradients.at("x");
    }
    return norms;
  }

 private:
  std::vector<LayerCall> calls_;
};

// The norm after each sum, as in the first transformer.
class PostNormStack {
 public:
  PostNormStack(Subject& subject, const std::vector<Block>& weights, std::size_t depth, Tensor x) {
    for (std::size_t l = 0; l < depth; ++l) {
      const Block& w = weights[l];
      LayerCall attention(subject, "multi_head_attention",
                          {{"x", x}, {"wq", w.wq}, {"wk", w.wk}, {"wv", w.wv}, {"wo", w.wo}}, kAttention);
      LayerCall norm1 = norm_of(subject, sum_of(x, attention.output("out", kSteps3)));
      const Tensor middle = norm_out(norm1);
      LayerCall up(subject, "affine", {{"x", as_rows_of(middle)}, {"w", w.w1}, {"b", none(kWide)}});
      LayerCall gelu(subject, "gelu", {{"x", as_steps_of(up.output("out", {kRows, kWide}))}}, {{"exact", 0}});
      LayerCall down(subject, "affine",
                     {{"x", as_rows_of(gelu.output("out", {kSequences, kTime, kWide}))},
                      {"w", w.w2},
                      {"b", none(kFeatures)}});
      LayerCall norm2 = norm_of(subject, sum_of(middle, as_steps_of(down.output("out", {kRows, kFeatures}))));
      x = norm_out(norm2);
      calls_.push_back({std::move(attention), std::move(norm1), std::move(up), std::move(gelu),
                        std::move(down), std::move(norm2)});
    }
  }

  std::vector<double> gradients(const Tensor& dout) {
    Tensor d = dout;
    std::vector<double> norms(calls_.size());
    for (std::size_t l = norms.size(); l-- > 0;) {
      Calls& at = calls_[l];
      const Tensor dsum2 = at.norm2.backward({{"out", as_rows_of(d)}}).at("x");
      const Tensors ddown = at.down.backward({{"out", dsum2}});
      norms[l] = norm(ddown.at("w"));
      const Tensor dgelu = at.gelu.backward({{"out", as_steps_of(ddown.at("x"))}}).at("x");
      const Tensor dup = at.up.backward({{"out", as_rows_of(dgelu)}}).at("x");
      const Tensor dsum1 = at.norm1.backward({{"out", sum_of(dsum2, dup)}}).at("x");
      const Tensor dattention = at.attention.backward({{"out", as_steps_of(dsum1)}}).at("x");
      d = sum_of(as_steps_of(dsum1), dattention);
    }
    return norms;
  }

 private:
  struct Calls {
    LayerCall attention, norm1, up, gelu, down, norm2;
  };
  std::vector<Calls> calls_;
};

std::string series_of(const char* which, std::size_t depth) { return fmt::format("{} {}", which, depth); }

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Rng rng(seed);
  const std::vector<Block> weights = blocks(rng);
  const Tensor x = random_normal(rng, kSteps3);
  const Tensor dout = random_normal(rng, kSteps3);
  Measurements result;
  for (const std::size_t depth : kDepths) {
    result[series_of("pre", depth)] = PreNormStack(subject, weights, depth, x).gradients(dout);
    result[series_of("post", depth)] = PostNormStack(subject, weights, depth, x).gradients(dout);
    tell(fmt::format("norms before branches and after sums: {} blocks of {}", depth, kDeepest));
  }
  return result;
}

// The gradients of the topmost block, for each depth.
std::vector<double> at_the_top(const Measurements& m, const char* which) {
  std::vector<double> norms;
  for (const std::size_t depth : kDepths) norms.push_back(m.at(series_of(which, depth)).back());
  return norms;
}

std::optional<std::string> lesson_missing(const Measurements& m) {
  const std::vector<double> pre = at_the_top(m, "pre"), post = at_the_top(m, "post");
  // 1/sqrt(depth) is 0.29 of what it was.
  if (!(pre.back() < 0.5 * pre.front()))
    return "with the norm in front, the top block's gradient stays large";
  if (!(post.back() > 0.5 * post.front())) return "with the norm behind, the top block's gradient falls";
  return std::nullopt;
}

std::optional<std::string> problem_of(const Measurements& student, const Measurements& reference) {
  for (const std::size_t depth : kDepths) {
    for (const auto& [which, words] :
         {std::pair("pre", "in front of each branch"), std::pair("post", "after each sum")}) {
      const std::string series = series_of(which, depth);
      const auto departure = first_departure(student.at(series), reference.at(series));
      if (!departure) continue;
      const auto [yours, expected] = format_apart(departure->student, departure->reference);
      return fmt::format(
          "In a stack of {} blocks with the norm {}, the norm of dw2 of block {} is {}, expected {}.", depth,
          words, departure->step + 1, yours, expected);
    }
  }
  return std::nullopt;
}

std::string story(const Measurements& m) {
  const auto top = [&](const char* which) {
    const std::vector<double> norms = at_the_top(m, which);
    return fmt::format("{} with {} blocks and {} with {}", format_number(norms.front(), 3), kDepths[0],
                       format_number(norms.back(), 3), kDeepest);
  };
  return fmt::format(
      "Before any training, the norm of dw2 in the topmost block, with the norm in front of each branch: {}. "
      "With the norm after each sum: {}.",
      top("pre"), top("post"));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  Finding finding = Finding::pass();
  if (const auto problem = problem_of(student, reference)) finding = scenario_fails(*problem);
  std::vector<double> depths(std::begin(kDepths), std::end(kDepths));
  return {finding,
          {curves("attention-norms", "The gradient of the topmost block at initialisation", "blocks",
                  "norm of dw2", depths,
                  {{"norm in front of each branch", at_the_top(student, "pre")},
                   {"norm after each sum", at_the_top(student, "post")}}),
           lines("attention-norms-by-block",
                 fmt::format("The gradient of each of {} blocks at initialisation", kDeepest),
                 "block, from the bottom", "norm of dw2",
                 {{"norm in front of each branch", student.at(series_of("pre", kDeepest))},
                  {"norm after each sum", student.at(series_of("post", kDeepest))}})}};
}

std::vector<Question> questions() {
  return {{.id = "pre-norm-depth",
           .text = "A transformer has the norm in front of each branch. How many times as large is the "
                   "gradient norm of "
                   "the topmost block's dw2 with 2 blocks as with 24, before any training?",
           .measure =
               [](const Measurements& m) {
                 const std::vector<double> norms = at_the_top(m, "pre");
                 return norms.front() / norms.back();
               },
           .factor = 1.5}};
}

}  // namespace attention_norms_part

ScenarioPart attention_norms() {
  return {"norms",
          {"transformer_block", "multi_head_attention", "gelu", "layernorm", "affine"},
          // A constant that is added to multi_head_attention's gradient is gone after the norm below it.
          {"transformer_block", "gelu"},
          attention_norms_part::run,
          attention_norms_part::judge,
          attention_norms_part::story,
          {},
          attention_norms_part::questions()};
}

}  // namespace grader
