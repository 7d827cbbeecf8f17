/// The net of the scenario "pixels": the subject's conv_net on the digits, with one channel and ten classes.
#pragma once

#include <backprop/rng.hpp>
#include <optional>
#include <string>

#include "grader/scenarios/scenario.hpp"
#include "grader/scenarios/training.hpp"

namespace grader {

inline constexpr std::size_t kImageSide = 8;
inline constexpr std::size_t kHeldOutImages = 200;

/// Digits as conv_net takes them. x: (N, 1, 8, 8), y: (N) labels. A little noise is added to the pixels: the
/// windows of a blank corner are equal otherwise, and rounding decides which of them is the maximum.
using DigitImages = DigitBatch;

/// Returns n digits, drawn with replacement from those that held_out_images leaves.
DigitImages draw_images(backprop::Rng& rng, std::size_t n);
/// Returns every ninth digit: kHeldOutImages of them.
DigitImages held_out_images(backprop::Rng& rng);
/// Returns the image at this place as a batch of one, with the label y.
DigitImages one_image(const DigitImages& images, std::size_t place, double y);

enum class PixelNorm { batch = 1, group = 2 };

struct PixelNetLayout {
  std::size_t filters;
  std::size_t kernel;  // rows and columns of a filter
  std::size_t pad;
  std::size_t pool;  // rows and columns of a pooling window, which is also its stride
  PixelNorm norm;
  std::size_t groups;  // of group normalisation
  double beta;         // what the norm's shift begins with
};

/// The layout of the parts that look at images: eight filters of 3 x 3, group normalisation with two groups,
/// pools of 2 x 2.
PixelNetLayout seeing_layout();

class PixelNet {
 public:
  PixelNet(const PixelNetLayout& layout, backprop::Rng& rng);

  struct Pass {
    double loss;
    Tensors gradients;  // with respect to "x" and the parameters
  };
  /// Runs both passes, with `upstream` as the gradient of the loss.
  Pass run(Subject& subject, const DigitImages& images, double upstream = 1.0) const;
  /// Does the same, and takes a step of gradient descent. The grader takes it itself: optimisers belong to
  /// another assignment.
  Pass train(Subject& subject, const DigitImages& images, double learning_rate);
  /// Returns the subject's loss.
  double loss(Subject& subject, const DigitImages& images) const;

  const Tensor& parameter(const std::string& name) const { return parameters_.at(name); }
  /// Moves all weights by about one rounding; see rounding.hpp.
  void move_by_rounding(std::uint64_t seed);

 private:
  LayerCall forward(Subject& subject, const DigitImages& images) const;

  Attributes attributes_;
  Tensors parameters_;
};

/// Returns the probabilities of the ten classes for the one image that `pass` was run on, with the label y.
/// The gradient of the scores is p - 1 at the label and p elsewhere. With one image it is db2 as well.
std::vector<double> class_probabilities(const PixelNet::Pass& pass, std::size_t y);

/// Trains a net of seeing_layout for this many steps, and notes the loss and the norm of each gradient.
PixelNet train_seeing_net(Subject& subject, backprop::Rng& rng, std::size_t steps,
                          const std::optional<std::uint64_t>& moved, const Tell& tell, Measurements& result);

/// A series of a training, and what a sentence calls it.
struct NamedSeries {
  std::string key;
  std::string words;
};
/// Where a training first differs from the reference's, with both numbers as a sentence has them.
struct NamedDeparture {
  std::size_t step;
  std::string words;
  std::string yours;
  std::string expected;
};
/// Returns the departure with the earliest step. Of several at that step it is the one that stands first.
/// Returns nullopt when no series departs.
std::optional<NamedDeparture> earliest_departure(const std::vector<NamedSeries>& all,
                                                 const Measurements& student, const Measurements& reference);

/// Describes the first number of this training that differs from the reference's: by step, and within a step
/// in the order of the computation. Returns nullopt when none differs.
std::optional<std::string> seeing_net_problem(const Measurements& student, const Measurements& reference);

}  // namespace grader
