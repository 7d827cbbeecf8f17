#include "grader/scenarios/character_net.hpp"

#include <algorithm>
#include <cmath>

#include "datasets/words/words.hpp"

namespace grader {

using backprop::Matrix;
using backprop::Rng;

namespace {

constexpr std::size_t kTime = kLongestWord + 1;
constexpr std::size_t kFeatures = 8;
constexpr std::size_t kUnits = 24;
// Adam's settings: what a step is multiplied by, what the running means keep, and what keeps the root from 0.
constexpr double kLearningRate = 0.02;
constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

}  // namespace

std::size_t draw_character(Rng& rng, const double* scores) {
  const double largest = *std::max_element(scores, scores + kCharacters);
  double weights[kCharacters];
  double total = 0.0;
  for (std::size_t k = 0; k < kCharacters; ++k) total += weights[k] = std::exp(scores[k] - largest);
  const double place = rng.uniform() * total;
  if (!std::isfinite(place)) return 0;
  double sum = 0.0;
  for (std::size_t k = 0; k < kCharacters; ++k) {
    sum += weights[k];
    if (place < sum) return k;
  }
  return 0;
}

CharacterBatch encode_words(const std::vector<std::string>& words) {
  const Tensor none = Tensor::filled({words.size(), kTime}, 0.0);
  CharacterBatch batch{none, none, none, 0.0};
  for (std::size_t n = 0; n < words.size(); ++n) {
    const std::string& word = words[n];
    for (std::size_t t = 0; t <= word.size(); ++t) {
      const std::size_t place = n * kTime + t;
      if (t > 0) batch.x.values[place] = word[t - 1] - 'a' + 1;
      if (t < word.size()) batch.y.values[place] = word[t] - 'a' + 1;
      batch.mask.values[place] = 1.0;
      batch.characters += 1.0;
    }
  }
  return batch;
}

CharacterBatch draw_words(Rng& rng, const std::vector<std::string>& words, std::size_t n) {
  std::vector<std::string> drawn;
  for (std::size_t i = 0; i < n; ++i) drawn.push_back(words[rng.index(words.size())]);
  return encode_words(drawn);
}

std::vector<std::string> WordDeck::draw(Rng& rng, std::size_t n) {
  std::vector<std::string> hand;
  while (hand.size() < n) {
    if (drawn_ == words_.size()) {
      for (std::size_t i = words_.size() - 1; i > 0; --i) std::swap(words_[i], words_[rng.index(i + 1)]);
      drawn_ = 0;
    }
    hand.push_back(words_[drawn_++]);
  }
  return hand;
}

CharacterNet::Parameter CharacterNet::parameter(Rng& rng, Shape shape, double scale) {
  const std::size_t rows = shape.size() == 1 ? 1 : shape.front();
  const Matrix value = scale * rng.normal(rows, shape.back());
  const Tensor none = Tensor::filled({rows, shape.back()}, 0.0);
  return {{std::move(shape), {value.begin(), value.end()}}, none, none};
}

CharacterNet::CharacterNet(Rng& rng)
    : table_(parameter(rng, {kCharacters, kFeatures}, 1.0)),
      wx_(parameter(rng, {kFeatures, kUnits}, 1.0 / std::sqrt(kFeatures))),
      wh_(parameter(rng, {kUnits, kUnits}, 0.7 / std::sqrt(kUnits))),
      b_(parameter(rng, {kUnits}, 0.0)),
      out_w_(parameter(rng, {kUnits, kCharacters}, 0.3 / std::sqrt(kUnits))),
      out_b_(parameter(rng, {kCharacters}, 0.0)) {}

// adam takes matrices, so a vector becomes a row.
void CharacterNet::Parameter::descend(Subject& subject, const Tensor& gradient) {
  const Shape& rows = m.shape;
  LayerCall adam(subject, "adam",
                 {{"w", {rows, value.values}}, {"dw", {rows, gradient.values}}, {"m", m}, {"v", v}},
                 {{"learning_rate", kLearningRate},
                  {"beta1", kBeta1},
                  {"beta2", kBeta2},
                  {"epsilon", kEpsilon},
                  {"t", t}});
  value.values = adam.output("next_w", rows).values;
  m = adam.output("next_m", rows);
  v = adam.output("next_v", rows);
  t = adam.number("next_t");
}

// The layers below the loss after their forward passes.
struct CharacterNet::Calls {
  LayerCall embedding;
  LayerCall rnn;
  LayerCall affine;
  Tensor scores;  // (N, T, kCharacters)
};

CharacterNet::Calls CharacterNet::forward(Subject& subject, const Tensor& x, const Tensor& h0) const {
  const std::size_t batch = x.shape[0];
  const std::size_t time = x.shape[1];
  LayerCall embedding(subject, "embedding", {{"x", x}, {"w", table_.value}});
  LayerCall rnn(subject, "rnn",
                {{"x", embedding.output("out", {batch, time, kFeatures})},
                 {"h0", h0},
                 {"wx", wx_.value},
                 {"wh", wh_.value},
                 {"b", b_.value}});
  LayerCall affine(subject, "temporal_affine",
                   {{"x", rnn.output("h", {batch, time, kUnits})}, {"w", out_w_.value}, {"b", out_b_.value}});
  Tensor scores = affine.output("out", {batch, time, kCharacters});
  return {std::move(embedding), std::move(rnn), std::move(affine), std::move(scores)};
}

double CharacterNet::loss(Subject& subject, const CharacterBatch& batch) const {
  const auto count = static_cast<double>(batch.x.shape[0]);
  const Calls calls = forward(subject, batch.x, Tensor::filled({batch.x.shape[0], kUnits}, 0.0));
  LayerCall loss(subject, "temporal_softmax_loss",
                 {{"x", calls.scores}, {"y", batch.y}, {"mask", batch.mask}});
  return loss.number("loss") * count / batch.characters;
}

CharacterNet::Step CharacterNet::train(Subject& subject, const CharacterBatch& batch) {
  const auto count = static_cast<double>(batch.x.shape[0]);
  Calls calls = forward(subject, batch.x, Tensor::filled({batch.x.shape[0], kUnits}, 0.0));
  LayerCall loss(subject, "temporal_softmax_loss",
                 {{"x", calls.scores}, {"y", batch.y}, {"mask", batch.mask}});
  Step step{loss.number("loss") * count / batch.characters, {}};

  const auto record = [&](const char* layer, const Tensors& gradients,
                          std::initializer_list<const char*> names) {
    for (const char* name : names) {
      step.gradients.emplace_back(std::string("d") + name + " of " + layer, norm(gradients.at(name)));
    }
  };
  const Tensors d_loss = loss.backward({{"loss", Tensor::scalar(1.0)}});
  record("temporal_softmax_loss", d_loss, {"x"});
  const Tensors d_affine = calls.affine.backward({{"out", d_loss.at("x")}});
  record("temporal_affine", d_affine, {"b", "w", "x"});
  const Tensors d_rnn = calls.rnn.backward({{"h", d_affine.at("x")}});
  record("rnn", d_rnn, {"b", "wx", "wh", "x"});
  const Tensors d_embedding = calls.embedding.backward({{"out", d_rnn.at("x")}});
  record("embedding", d_embedding, {"w"});

  out_b_.descend(subject, d_affine.at("b"));
  out_w_.descend(subject, d_affine.at("w"));
  b_.descend(subject, d_rnn.at("b"));
  wx_.descend(subject, d_rnn.at("wx"));
  wh_.descend(subject, d_rnn.at("wh"));
  table_.descend(subject, d_embedding.at("w"));
  return step;
}

std::vector<double> CharacterNet::sample(Subject& subject, Rng& rng, std::size_t count) const {
  std::vector<std::vector<double>> words(count);
  std::vector<bool> ended(count, false);
  Tensor x = Tensor::filled({count, 1}, 0.0);
  Tensor h = Tensor::filled({count, kUnits}, 0.0);
  for (std::size_t letter = 0; letter < kLongestSample; ++letter) {
    const Calls calls = forward(subject, x, h);
    h = {{count, kUnits}, calls.rnn.output("h", {count, 1, kUnits}).values};
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t next = draw_character(rng, calls.scores.values.data() + n * kCharacters);
      if (next == 0) ended[n] = true;
      if (!ended[n]) words[n].push_back(static_cast<double>(next));
      x.values[n] = static_cast<double>(next);
    }
  }
  std::vector<double> result;
  for (const std::vector<double>& word : words) {
    result.insert(result.end(), word.begin(), word.end());
    result.push_back(0.0);
  }
  return result;
}

std::string spell(const std::vector<double>& characters) {
  std::string text;
  bool begins = true;
  for (const double character : characters) {
    if (character != 0.0) {
      if (begins && !text.empty()) text += ", ";
      text += static_cast<char>('a' + static_cast<int>(character) - 1);
    }
    begins = character == 0.0;
  }
  return text;
}

}  // namespace grader
