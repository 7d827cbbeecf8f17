#include <backprop/conv_net.hpp>

#include <functional>
#include <utility>

#include "grader/mistakes/catalogue/layered_net.hpp"
#include "grader/mistakes/catalogue/spatial_normalisation.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/ops/layers/conv_net_case.hpp"

namespace grader::conv_net_mistakes {

using namespace backprop;

Tensor4 shaped_like(const Matrix& rows, const Tensor4& like) {
  return reshape(rows, {like.shape(0), like.shape(1), like.shape(2), like.shape(3)});
}
Matrix flat(const Tensor4& x) { return reshape(x, {x.shape(0), x.shape(1) * x.shape(2) * x.shape(3)}); }

// The net on its way down.
struct Net {
  const ConvNetCache& cache;
  const Tensor4& conv_out;
  ConvNetGradients& gradients;
};

// Takes the gradient of a layer's output and returns the gradient of its input.
using NetStep = std::function<Tensor4(const Tensor4& dout, const Net&)>;

Tensor4 through_pool(const Tensor4& dout, const Net& net) { return max_pool_backward(dout, net.cache.pool); }

Tensor4 through_relu(const Tensor4& dout, const Net& net) {
  return shaped_like(relu_backward(flat(dout), net.cache.relu), dout);
}

Tensor4 through_norm(const Tensor4& dout, const Net& net) {
  const auto keep = [&](const auto& gradients) {
    net.gradients.dgamma = gradients.dgamma;
    net.gradients.dbeta = gradients.dbeta;
    return gradients.dx;
  };
  if (net.cache.settings.norm == Norm::batch)
    return keep(spatial_batchnorm_backward(dout, net.cache.batchnorm));
  if (net.cache.settings.norm == Norm::group) return keep(group_norm_backward(dout, net.cache.group_norm));
  return dout;
}

// The layers between the scores and conv, from the top down. A mistake leaves out a step, swaps two, or takes
// one of its own.
struct NetSteps {
  std::vector<NetStep> order = {through_pool, through_relu, through_norm};
  // Makes images of the rows that the affine layer sends back.
  Tensor4 (*unflatten)(const Matrix& rows, const Tensor4& like) = shaped_like;
};

ConvNetCache forward(Given& given) {
  BatchnormParam batchnorm;
  return conv_net_forward(given.in.tensor4("x"), given.in.labels("y"), conv_net_parameters(given.in),
                          conv_net_settings(given.attributes), Mode::train, batchnorm)
      .cache;
}

ConvNetGradients walk(Given& given, double dloss, const NetSteps& steps) {
  const ConvNetCache cache = forward(given);
  const ConvNetParameters parameters = conv_net_parameters(given.in);
  const Tensor4 conv_out =
      conv_im2col_forward(given.in.tensor4("x"), parameters.w1, parameters.b1, cache.settings.conv).out;
  ConvNetGradients gradients;
  const AffineGradients scores = affine_backward(softmax_loss_backward(dloss, cache.softmax), cache.scores);
  gradients.dw2 = scores.dw;
  gradients.db2 = scores.db;
  const Tensor4 pooled = max_pool_forward(cache.pool.x, cache.pool.param).out;
  Tensor4 dbelow = steps.unflatten(scores.dx, pooled);
  for (const NetStep& step : steps.order) dbelow = step(dbelow, {cache, conv_out, gradients});
  const ConvIm2colGradients conv = conv_im2col_backward(dbelow, cache.conv);
  gradients.dx = conv.dx;
  gradients.dw1 = conv.dw;
  gradients.db1 = conv.db;
  return gradients;
}

Tensors named_gradients(Given& given, const ConvNetGradients& gradients) {
  return conv_net_gradients(given.attributes, given.right, gradients);
}

WrongAnswer walks(const NetSteps& steps) {
  return [steps](Given& given) {
    return named_gradients(given, walk(given, given.upstream.number("loss"), steps));
  };
}

// Every pixel of a window gets its gradient.
Tensor4 through_pool_of_whole_windows(const Tensor4& dout, const Net& net) {
  const PoolParam& param = net.cache.pool.param;
  Tensor4 dx = zeros_like(net.cache.pool.x);
  for (std::size_t k = 0; k < dout.size(); ++k) {
    const std::size_t column = k % dout.shape(3) * param.stride;
    const std::size_t row = k / dout.shape(3) % dout.shape(2) * param.stride;
    const std::size_t image = k / dout.shape(3) / dout.shape(2);
    for (std::size_t a = 0; a < param.height; ++a) {
      for (std::size_t b = 0; b < param.width; ++b)
        dx(image / dout.shape(1), image % dout.shape(1), row + a, column + b) += dout.flat(k);
    }
  }
  return dx;
}

Tensor4 past_norm(const Tensor4& dout, const Net& net) {
  through_norm(dout, net);
  return dout;
}

// The factor gamma ivar of the norm, in a shape that broadcasts.
Tensor4 slope_of_norm(const Net& net) {
  if (net.cache.settings.norm == Norm::batch)
    return by_channel(net.cache.batchnorm.batchnorm.gamma * net.cache.batchnorm.batchnorm.ivar);
  const Matrix& ivar = net.cache.group_norm.ivar;
  const Vector& gamma = net.cache.group_norm.gamma;
  const std::size_t size = gamma.size() / ivar.shape(1);
  Tensor4 slope = zeros(ivar.shape(0), gamma.size(), 1, 1);
  for (std::size_t n = 0; n < slope.shape(0); ++n) {
    for (std::size_t f = 0; f < slope.shape(1); ++f) slope(n, f, 0, 0) = gamma(f) * ivar(n, f / size);
  }
  return slope;
}

Tensor4 through_norm_of_constants(const Tensor4& dout, const Net& net) {
  if (net.cache.settings.norm == Norm::none) return dout;
  through_norm(dout, net);
  return dout * slope_of_norm(net);
}

Tensor4 through_norm_with_names_swapped(const Tensor4& dout, const Net& net) {
  const Tensor4 dx = through_norm(dout, net);
  std::swap(net.gradients.dgamma, net.gradients.dbeta);
  return dx;
}

Tensor4 through_relu_of_conv(const Tensor4& dout, const Net& net) { return dout * (net.conv_out > 0.0); }

// Rows taken for images whose channels come last.
Tensor4 channels_last(const Matrix& rows, const Tensor4& like) {
  Tensor4 x = zeros_like(like);
  for (std::size_t n = 0; n < like.shape(0); ++n) {
    for (std::size_t f = 0; f < like.shape(1); ++f) {
      for (std::size_t i = 0; i < like.shape(2); ++i) {
        for (std::size_t j = 0; j < like.shape(3); ++j)
          x(n, f, i, j) = rows(n, (i * like.shape(3) + j) * like.shape(1) + f);
      }
    }
  }
  return x;
}

// dw2 from pooled features that no relu has cut.
Tensors pooled_without_relu(Given& given) {
  const ConvNetCache cache = forward(given);
  const Matrix dscores = softmax_loss_backward(given.upstream.number("loss"), cache.softmax);
  const Tensor4 features = shaped_like(cache.relu.x, cache.pool.x);
  return wrong_matrix("w2",
                      matmul(transpose(flat(max_pool_forward(features, cache.pool.param).out)), dscores));
}

Tensors magnitudes_of_dx(Given& given) {
  Tensor dx = given.right.at("x");
  for (double& value : dx.values) value = value < 0.0 ? -value : value;
  return {{"x", std::move(dx)}};
}

const std::vector<std::string> kAll = {"x", "w1", "b1", "gamma", "beta", "w2", "b2"};
const std::vector<std::string> kBelowPool = {"x", "w1", "b1", "gamma", "beta"};
const std::vector<std::string> kBelowNorm = {"x", "w1", "b1"};

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = {
      norm_forgotten({"norm-forgotten", kBelowNorm, walks({{through_pool, through_relu, past_norm}})}),
      relu_forgotten(kBelowPool, walks({{through_pool, through_norm}})),
      statistics_as_constants({"statistics-as-constants", kBelowNorm,
                               walks({{through_pool, through_relu, through_norm_of_constants}})}),
      norm_before_relu({"norm-before-relu", kBelowPool, walks({{through_pool, through_norm, through_relu}})}),
      {.id = "relu-gate-of-conv",
       .spoils = kBelowPool,
       .hint = "A norm stands between the filters and the ReLU: whose sign decides what passes?",
       .misconception = "What the filters gave is what the ReLU sees.",
       .answer = walks({{through_pool, through_relu_of_conv, through_norm}})},
      {.id = "pool-to-whole-windows",
       .spoils = kBelowPool,
       .hint = "Which pixels of a window has the pool let through, and which ones get a gradient?",
       .misconception = "The backward pass of pooling is upsampling.",
       .answer = walks({{through_pool_of_whole_windows, through_relu, through_norm}})},
      {.id = "channels-last",
       .spoils = kBelowPool,
       .hint = "In which order did the forward pass lay the pixels of an image into a row, channels first "
               "or last?",
       .misconception = "A row may be cut into images along any axis, as long as the sizes agree.",
       .answer = walks({.unflatten = channels_last})},
      gamma_and_beta_swapped({"gamma", "beta"},
                             walks({{through_pool, through_relu, through_norm_with_names_swapped}})),
      {.id = "pooled-before-relu",
       .spoils = {"w2"},
       .hint = "What did the weights of the scores multiply: pixels that may be negative?",
       .misconception = "The input of the affine layer is what the pool makes of the features.",
       .answer = pooled_without_relu},
      {.id = "images-are-constants",
       .spoils = {"x"},
       .hint = "Nobody trains an image: is its gradient 0 for that reason?",
       .misconception = "Only parameters have gradients.",
       .answer = [](Given& given) { return scaled(given.right, {"x"}, 0.0); }},
      {.id = "magnitude-of-dx",
       .spoils = {"x"},
       .hint = "A saliency map shows how large dx is: does dx itself know which way a pixel has to go?",
       .misconception = "The gradient of an image is its saliency map.",
       .answer = magnitudes_of_dx},
      {.id = "bias-needs-no-gradient",
       .spoils = {"b1"},
       .hint = "A norm over each channel takes the bias out: is there such a norm in every net of this "
               "problem?",
       .misconception = "A bias below a norm has no effect, and so none here.",
       .answer = [](Given& given) { return scaled(given.right, {"b1"}, 0.0); }},
  };
  const WalkDown walk_right = [](Given& given, double dloss) {
    return named_gradients(given, walk(given, dloss, {}));
  };
  for (KnownMistake& mistake : wrong_beginnings(kAll, walk_right)) all.push_back(std::move(mistake));
  return all;
}

const MistakeRegistration registration{"conv_net", mistakes()};

}  // namespace grader::conv_net_mistakes
