#include "grader/scenarios/word_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/words/words.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

using backprop::Rng;

namespace {

constexpr std::size_t kModelSteps = kLongestWord + 1;
constexpr std::size_t kVocabulary = kCharacters + 1;
constexpr double kPaddingToken = kCharacters;  // the token that counts nowhere
constexpr std::size_t kModelFeatures = 32;
constexpr std::size_t kModelWide = 64;
constexpr std::size_t kModelHeads = 4;
// Of adamw: what the running means keep, what keeps the root from 0, and the share of a weight that decays.
constexpr double kModelBeta1 = 0.8;
constexpr double kModelBeta2 = 0.99;
constexpr double kModelEpsilon = 1e-8;
constexpr double kModelDecay = 0.05;
constexpr double kHighestRate = 0.012;
constexpr double kSharpness = 1.5;

const Attributes kModelAttributes = {{"heads", kModelHeads}, {"padding", kPaddingToken}};

// The parameters of the op, in its order.
std::vector<std::string> parameter_names() { return find_op("gpt_loss")->gradients(); }

// All parameters in one row. adamw treats each number alike.
Tensor in_one_row(const Tensors& tensors) {
  Tensor row;
  for (const std::string& name : parameter_names()) {
    const std::vector<double>& values = tensors.at(name).values;
    row.values.insert(row.values.end(), values.begin(), values.end());
  }
  row.shape = {1, row.values.size()};
  return row;
}

// What comes next where the mask lets it count, and padding elsewhere.
Tensor next_or_padding(const CharacterBatch& batch) {
  Tensor next = batch.y;
  for (std::size_t i = 0; i < next.values.size(); ++i) {
    if (batch.mask.values[i] == 0.0) next.values[i] = kPaddingToken;
  }
  return next;
}

}  // namespace

WordModel::WordModel(Rng& rng) {
  const double root = 1.0 / std::sqrt(static_cast<double>(kModelFeatures));
  const auto draw = [&](const char* name, Shape shape, double scale) {
    parameters_[name] = random_normal(rng, std::move(shape), scale);
  };
  const auto fill = [&](const char* name, Shape shape, double value) {
    parameters_[name] = Tensor::filled(std::move(shape), value);
  };
  draw("w", {kVocabulary, kModelFeatures}, 0.1);
  draw("positions", {kModelSteps, kModelFeatures}, 0.1);
  for (const char* name : {"wq", "wk", "wv"}) draw(name, {1, kModelFeatures, kModelFeatures}, root);
  draw("wo", {1, kModelFeatures, kModelFeatures}, 0.5 * root);
  draw("w1", {1, kModelFeatures, kModelWide}, root);
  draw("w2", {1, kModelWide, kModelFeatures}, 0.5 / std::sqrt(static_cast<double>(kModelWide)));
  fill("gamma", {kModelFeatures}, 1.0);
  fill("beta", {kModelFeatures}, 0.0);
  for (const char* name : {"gamma1", "gamma2"}) fill(name, {1, kModelFeatures}, 1.0);
  for (const char* name : {"beta1", "beta2", "b2"}) fill(name, {1, kModelFeatures}, 0.0);
  fill("b1", {1, kModelWide}, 0.0);
  m_ = v_ = Tensor::filled({1, size()}, 0.0);
}

std::size_t WordModel::size() const { return in_one_row(parameters_).values.size(); }

Tensors WordModel::inputs(Tensor tokens, Tensor next) const {
  Tensors inputs = parameters_;
  inputs["tokens"] = std::move(tokens);
  inputs["y"] = std::move(next);
  return inputs;
}

WordModel::Step WordModel::train(Subject& subject, const CharacterBatch& batch, double learning_rate) {
  LayerCall model(subject, "gpt_loss", inputs(batch.x, next_or_padding(batch)), kModelAttributes);
  Step step{model.number("loss"), {}};
  const Tensors gradients = model.backward({{"loss", Tensor::scalar(1.0)}});
  for (const std::string& name : parameter_names())
    step.gradients.emplace_back("d" + name + " of gpt_loss", norm(gradients.at(name)));

  const Shape row = m_.shape;
  LayerCall adamw(subject, "adamw",
                  {{"w", in_one_row(parameters_)}, {"dw", in_one_row(gradients)}, {"m", m_}, {"v", v_}},
                  {{"learning_rate", learning_rate},
                   {"beta1", kModelBeta1},
                   {"beta2", kModelBeta2},
                   {"epsilon", kModelEpsilon},
                   {"weight_decay", kModelDecay},
                   {"t", t_}});
  const Tensor moved = adamw.output("next_w", row);
  auto from = moved.values.begin();
  for (const std::string& name : parameter_names()) {
    std::vector<double>& values = parameters_.at(name).values;
    std::copy_n(from, values.size(), values.begin());
    from += static_cast<std::ptrdiff_t>(values.size());
  }
  m_ = adamw.output("next_m", row);
  v_ = adamw.output("next_v", row);
  t_ = adamw.number("next_t");
  return step;
}

double WordModel::loss(Subject& subject, const CharacterBatch& batch) const {
  return LayerCall(subject, "gpt_loss", inputs(batch.x, next_or_padding(batch)), kModelAttributes)
      .number("loss");
}

std::vector<std::string> WordModel::sample(Subject& subject, Rng& rng, std::size_t count) const {
  std::vector<std::string> words(count);
  std::vector<bool> ended(count, false);
  for (std::size_t letters = 0; letters < kModelSteps; ++letters) {
    const std::size_t T = letters + 1;
    Tensor tokens = Tensor::filled({count, T}, 0.0);
    for (std::size_t n = 0; n < count; ++n) {
      for (std::size_t t = 0; t < words[n].size(); ++t) tokens.values[n * T + t + 1] = words[n][t] - 'a' + 1;
    }
    const Tensor nothing = Tensor::filled({count, T}, kPaddingToken);
    Tensor scores = LayerCall(subject, "gpt_loss", inputs(std::move(tokens), nothing), kModelAttributes)
                        .output("scores", {count, T, kVocabulary});
    for (double& score : scores.values) score *= kSharpness;
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t next = draw_character(rng, scores.values.data() + (n * T + letters) * kVocabulary);
      ended[n] = ended[n] || next == 0;
      if (!ended[n]) words[n] += static_cast<char>('a' + static_cast<int>(next) - 1);
    }
  }
  return words;
}

Tensor WordModel::attention(Subject& subject, const std::string& word) const {
  const std::size_t T = word.size() + 1;
  Tensor tokens = Tensor::filled({1, T}, 0.0);
  for (std::size_t t = 1; t < T; ++t) tokens.values[t] = word[t - 1] - 'a' + 1;
  const Tensor nothing = Tensor::filled({1, T}, kPaddingToken);
  return LayerCall(subject, "gpt_loss", inputs(std::move(tokens), nothing), kModelAttributes)
      .output("weights", {kModelHeads, T, T});
}

Measurements train_word_model(WordModel& model, Subject& subject, Rng& rng, std::size_t steps,
                              std::size_t batch, const Tell& tell) {
  Measurements result;
  WordDeck deck(embedded_words().training);
  for (std::size_t step = 0; step < steps; ++step) {
    const double done = static_cast<double>(step) / static_cast<double>(steps);
    const double rate = kHighestRate * (done < 0.1 ? 0.05 + done / 0.1 : 0.02 + (1.0 - done) / 0.9);
    const WordModel::Step made = model.train(subject, encode_words(deck.draw(rng, batch)), rate);
    result["loss"].push_back(made.loss);
    for (const auto& [name, size] : made.gradients) result[name].push_back(size);
    tell_step(tell, "a model that writes", step + 1, steps,
              fmt::format("loss {:.3f} nats a character", made.loss));
  }
  return result;
}

}  // namespace grader
