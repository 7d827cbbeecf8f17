#include "grader/mistakes/catalogue/pooling.hpp"

namespace grader::global_avg_pool_mistakes {

using namespace backprop;

struct Images {
  explicit Images(Given& given) : x(given.in.tensor4("x")), dout(given.upstream.matrix("out")) {}

  std::size_t N() const { return x.shape(0); }
  std::size_t C() const { return x.shape(1); }
  std::size_t H() const { return x.shape(2); }
  std::size_t W() const { return x.shape(3); }

  const Tensor4& x;    // (N, C, H, W)
  const Matrix& dout;  // (N, C)
};

// Returns what a student gets who gives `share(images, n, c, i, j)` to each pixel.
WrongAnswer pixel_gets(double (*share)(const Images& images, std::size_t n, std::size_t c, std::size_t i,
                                       std::size_t j)) {
  return [share](Given& given) -> Tensors {
    const Images images(given);
    Tensor4 dx = zeros_like(images.x);
    for (std::size_t n = 0; n < images.N(); ++n) {
      for (std::size_t c = 0; c < images.C(); ++c) {
        for (std::size_t i = 0; i < images.H(); ++i) {
          for (std::size_t j = 0; j < images.W(); ++j) dx(n, c, i, j) = share(images, n, c, i, j);
        }
      }
    }
    return {{"x", from_xtensor(dx)}};
  };
}

WrongAnswer divided_by(std::size_t (*count)(const Images& images)) {
  return [count](Given& given) -> Tensors {
    const Images images(given);
    const double by = static_cast<double>(images.H() * images.W()) / static_cast<double>(count(images));
    Tensor dx = given.right.at("x");
    for (double& value : dx.values) value *= by;
    return {{"x", std::move(dx)}};
  };
}

double mean_share(const Images& images, double gradient) {
  return gradient / static_cast<double>(images.H() * images.W());
}

const MistakeRegistration registration{
    "global_avg_pool",
    {
        {.id = "not-divided",
         .spoils = {"x"},
         .hint = "The output is a mean: by how much does it move when one pixel moves by 1?",
         .misconception = "The gradient of a mean is handed to all its terms in full, as that of a sum.",
         .answer = divided_by([](const Images&) -> std::size_t { return 1; })},
        {.id = "divided-by-height-only",
         .spoils = {"x"},
         .hint = "Over how many axes does the mean run?",
         .misconception = "The mean is taken over the rows; the columns are as good as features.",
         .answer = divided_by([](const Images& images) { return images.H(); })},
        {.id = "divided-by-width-only",
         .spoils = {"x"},
         .hint = "Over how many axes does the mean run?",
         .misconception = "The mean is taken over the columns; the rows are as good as features.",
         .answer = divided_by([](const Images& images) { return images.W(); })},
        {.id = "divided-by-height-squared",
         .spoils = {"x"},
         .hint = "How many pixels does an image have that is wider than it is high?",
         .misconception = "Images are square.",
         .answer = divided_by([](const Images& images) { return images.H() * images.H(); })},
        {.id = "divided-by-n-as-well",
         .spoils = {"x"},
         .hint = "Does the forward pass of this layer take any mean over the batch?",
         .misconception = "Every gradient is to be averaged over the batch.",
         .answer = divided_by([](const Images& images) { return images.N() * images.H() * images.W(); })},
        {.id = "divided-by-channels-as-well",
         .spoils = {"x"},
         .hint = "How many channels does one output look at?",
         .misconception = "The mean runs over everything that an image has.",
         .answer = divided_by([](const Images& images) { return images.C() * images.H() * images.W(); })},
        {.id = "divided-by-n-only",
         .spoils = {"x"},
         .hint = "What does the forward pass divide by: the number of images, or the number of pixels?",
         .misconception = "The number in the denominator of a mean is always N.",
         .answer = divided_by([](const Images& images) { return images.N(); })},
        {.id = "one-pixel-only",
         .spoils = {"x"},
         .hint = "How many pixels of a channel move its mean?",
         .misconception = "A mean goes back to the pixel that stands for its channel.",
         .answer = pixel_gets([](const Images& images, std::size_t n, std::size_t c, std::size_t i,
                                 std::size_t j) { return i == 0 && j == 0 ? images.dout(n, c) : 0.0; })},
        {.id = "first-row-only",
         .spoils = {"x"},
         .hint = "Which pixels of a channel move its mean: those of its first row, or all of them?",
         .misconception =
             "Two axes are left out of the sum, so two broadcasts are made, of which one is missing.",
         .answer =
             pixel_gets([](const Images& images, std::size_t n, std::size_t c, std::size_t i, std::size_t) {
               return i == 0 ? mean_share(images, images.dout(n, c)) : 0.0;
             })},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "The shares of all pixels of a channel add up to 1: what should they add up to?",
         .misconception = "The local gradient of the mean is the gradient of the loss.",
         .answer = pixel_gets([](const Images& images, std::size_t, std::size_t, std::size_t, std::size_t) {
           return mean_share(images, 1.0);
         })},
        {.id = "times-the-pixel",
         .spoils = {"x"},
         .hint = "By how much does a mean move with one of its terms: does that depend on the term?",
         .misconception = "The gradient of a sum of pixels holds the pixels.",
         .answer =
             pixel_gets([](const Images& images, std::size_t n, std::size_t c, std::size_t i, std::size_t j) {
               return mean_share(images, images.dout(n, c) * images.x(n, c, i, j));
             })},
        {.id = "channels-added-up",
         .spoils = {"x"},
         .hint = "How many outputs does a pixel move: those of all channels, or that of its own?",
         .misconception = "What comes back to an image is the sum over all of its outputs.",
         .answer = pixel_gets([](const Images& images, std::size_t n, std::size_t, std::size_t, std::size_t) {
           double total = 0.0;
           for (std::size_t c = 0; c < images.C(); ++c) total += images.dout(n, c);
           return mean_share(images, total);
         })},
        {.id = "batch-added-up",
         .spoils = {"x"},
         .hint = "Do the images of a batch share anything in this layer?",
         .misconception = "The gradients of a batch add up, as those of a parameter do.",
         .answer = pixel_gets([](const Images& images, std::size_t, std::size_t c, std::size_t, std::size_t) {
           double total = 0.0;
           for (std::size_t n = 0; n < images.N(); ++n) total += images.dout(n, c);
           return mean_share(images, total);
         })},
        {.id = "sign",
         .spoils = {"x"},
         .hint = "If a pixel gets brighter, does the mean fall?",
         .misconception = "The gradient is the direction in which the loss falls.",
         .answer = pixel_gets([](const Images& images, std::size_t n, std::size_t c, std::size_t,
                                 std::size_t) { return mean_share(images, -images.dout(n, c)); })},
        {.id = "leftover",
         .spoils = {"x"},
         .hint = "What is in your dx at the moment when the backward pass begins?",
         .misconception = "A gradient that is added up may live on from one call to the next.",
         .answer_with_memory = dx_left_over},
    }};

}  // namespace grader::global_avg_pool_mistakes
