#include <backprop/spatial_batchnorm.hpp>

#include "grader/mistakes/catalogue/spatial_normalisation.hpp"

namespace grader::spatial_batchnorm_mistakes {

using namespace backprop;

SpatialForm right(Given& given) { return SpatialForm(given, mean_of_channels(), numbers_of_channel(given)); }

BatchnormCache cache(Given& given) {
  BatchnormParam param;
  param.eps = given.attributes.at("eps");
  return spatial_batchnorm_forward(given.in.tensor4("x"), given.in.vector("gamma"), given.in.vector("beta"),
                                   param)
      .cache.batchnorm;
}

// (N, C, H, W) to (N H W, C) by a reshape alone, which mixes pixels and channels.
Matrix reshaped(const Tensor4& x) { return reshape(x, {x.shape(0) * x.shape(2) * x.shape(3), x.shape(1)}); }

Tensors without_transposition(Given& given) {
  const Tensor4& dout = given.upstream.tensor4("out");
  const BatchnormSteps steps = batchnorm_backward(reshaped(dout), cache(given));
  const Tensor4 dx = reshape(steps.dx, {dout.shape(0), dout.shape(1), dout.shape(2), dout.shape(3)});
  return {
      {"x", from_xtensor(dx)}, {"gamma", from_xtensor(steps.dgamma)}, {"beta", from_xtensor(steps.dbeta)}};
}

// Returns the right dx with the numbers of (N, H, W, C) laid out as if their axes were in another order.
template <class Read>
Tensors laid_out(Given& given, Read read) {
  const Tensor4 dx = to_tensor4(given.right.at("x"));
  const std::size_t N = dx.shape(0);
  const std::size_t C = dx.shape(1);
  const std::size_t H = dx.shape(2);
  const std::size_t W = dx.shape(3);
  Vector rows = zeros(dx.size());  // (N, H, W, C)
  std::size_t k = 0;
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t i = 0; i < H; ++i) {
      for (std::size_t j = 0; j < W; ++j) {
        for (std::size_t c = 0; c < C; ++c) rows(k++) = dx(n, c, i, j);
      }
    }
  }
  Tensor4 result = zeros_like(dx);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < H; ++i) {
        for (std::size_t j = 0; j < W; ++j) result(n, c, i, j) = rows(read(dx, n, c, i, j));
      }
    }
  }
  return {{"x", from_xtensor(result)}};
}

Tensors not_transposed_back(Given& given) {
  return laid_out(given, [](const Tensor4& x, std::size_t n, std::size_t c, std::size_t i, std::size_t j) {
    return ((n * x.shape(1) + c) * x.shape(2) + i) * x.shape(3) + j;
  });
}

Tensors height_and_width_swapped(Given& given) {
  return laid_out(given, [](const Tensor4& x, std::size_t n, std::size_t c, std::size_t i, std::size_t j) {
    return ((n * x.shape(3) + j) * x.shape(2) + i) * x.shape(1) + c;
  });
}

// Every place of the image is a feature of its own, as if the layer were batchnorm of (N, C H W).
Tensors each_place_a_feature(Given& given) {
  SpatialForm form = right(given);
  form.mean = [](const Tensor4& x) {
    const Tensor3 over_batch = backprop::mean(x, 0);
    return reshape(over_batch, {1, x.shape(1), x.shape(2), x.shape(3)});
  };
  return {{"x", from_xtensor(form.dx())}};
}

const MistakeRegistration registration{
    "spatial_batchnorm",
    spatial_mistakes_and(
        right,
        {
            {.id = "without-transposition",
             .spoils = {"x", "gamma", "beta"},
             .hint =
                 "In the memory of (N, C, H, W), what lies beside a pixel: its other channels, or the next "
                 "pixel?",
             .misconception = "A reshape to (N H W, C) moves the channels to the end.",
             .answer = without_transposition},
            {.id = "not-transposed-back",
             .spoils = {"x"},
             .hint = "Your rows are right: in which order of axes do they become images again?",
             .misconception = "The way back from rows to images is a reshape.",
             .answer = not_transposed_back},
            {.id = "height-and-width-swapped",
             .spoils = {"x"},
             .hint =
                 "On the way back, which index runs faster: that of the rows of an image, or of its columns?",
             .misconception = "Height and width come in either order, as long as the sizes agree.",
             .answer = height_and_width_swapped},
            {.id = "batch-left-out-of-the-mean",
             .spoils = {"x"},
             .hint = "Which numbers share a mean here: those of one image, or those of the whole batch?",
             .misconception = "Images do not meet. That would be instance normalisation.",
             .answer = spatial_dx(right, [](SpatialForm& form) { form.mean = mean_of_planes(); })},
            {.id = "pixels-left-out-of-the-mean",
             .spoils = {"x"},
             .hint = "Which numbers share a mean here: those at one place of the image, or at all places?",
             .misconception = "Every place of the image is a feature of its own.",
             .answer = each_place_a_feature},
            {.id = "divided-by-n",
             .spoils = {"x"},
             .hint = "How many numbers does each mean run over, the pixels included?",
             .misconception = "The number of examples is N, as it was for rows.",
             .answer = spatial_dx(right,
                                  [](SpatialForm& form) {
                                    const auto N = static_cast<double>(form.dout.shape(0));
                                    form.mean_path = form.variance_path = form.count / N;
                                  })},
            {.id = "divided-by-pixels",
             .spoils = {"x"},
             .hint = "How many numbers does each mean run over, the batch included?",
             .misconception = "The mean of a channel is taken over its H W pixels.",
             .answer = spatial_dx(right,
                                  [](SpatialForm& form) {
                                    form.mean_path = form.variance_path =
                                        static_cast<double>(form.dout.shape(0));
                                  })},
        })};

}  // namespace grader::spatial_batchnorm_mistakes
