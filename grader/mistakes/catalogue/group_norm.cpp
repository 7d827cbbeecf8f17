#include <backprop/group_norm.hpp>

#include "grader/mistakes/catalogue/spatial_normalisation.hpp"

namespace grader::group_norm_mistakes {

using namespace backprop;

struct Groups {
  explicit Groups(Given& given)
      : count(static_cast<std::size_t>(given.attributes.at("groups"))),
        channels(given.in.tensor4("x").shape(1)),
        pixels(given.in.tensor4("x").shape(2) * given.in.tensor4("x").shape(3)) {}

  std::size_t count;     // G
  std::size_t channels;  // C
  std::size_t pixels;    // H W
  std::size_t in_group() const { return channels / count; }
};

SpatialForm right(Given& given) {
  const Groups groups(given);
  return SpatialForm(
      given, mean_of_groups([size = groups.in_group()](std::size_t c) { return c / size; }, groups.count),
      static_cast<double>(groups.in_group() * groups.pixels));
}

// Right, but with the means in the backward pass over other numbers.
WrongAnswer with_means(SharedMean (*means)(const Groups& groups)) {
  return [means](Given& given) -> Tensors {
    SpatialForm form = right(given);
    form.mean = means(Groups(given));
    return {{"x", from_xtensor(form.dx())}};
  };
}

// Right, but for the number that the sums are divided by.
WrongAnswer divided_by(std::size_t (*count)(const Groups& groups, std::size_t N)) {
  return [count](Given& given) -> Tensors {
    SpatialForm form = right(given);
    const std::size_t wrong = count(Groups(given), form.dout.shape(0));
    form.mean_path = form.variance_path = form.count / static_cast<double>(wrong);
    return {{"x", from_xtensor(form.dx())}};
  };
}

const MistakeRegistration registration{
    "group_norm",
    spatial_mistakes_and(
        right,
        {
            {.id = "gamma-out-of-the-sums",
             .spoils = {"x"},
             .hint = "gamma differs from channel to channel: can it be taken out of a sum over a group?",
             .misconception = "gamma is a constant factor, as it is in a channel of batch normalisation.",
             .answer = spatial_dx(right,
                                  [](SpatialForm& form) {
                                    form.g = form.dout;
                                    form.scale = form.gamma * form.scale;
                                  })},
            {.id = "each-channel-by-itself",
             .spoils = {"x"},
             .hint = "How many channels share a mean: one, or all of a group?",
             .misconception = "Statistics belong to channels. That would be instance normalisation.",
             .answer = with_means([](const Groups&) { return mean_of_planes(); })},
            {.id = "all-channels-together",
             .spoils = {"x"},
             .hint = "How many channels share a mean: all of them, or those of a group?",
             .misconception = "Statistics belong to images. That would be layer normalisation.",
             .answer = with_means([](const Groups&) {
               return mean_of_groups([](std::size_t) { return std::size_t{0}; }, 1);
             })},
            {.id = "statistics-over-the-batch",
             .spoils = {"x"},
             .hint = "Do the images of a batch meet in this layer?",
             .misconception = "The backward pass of spatial batch normalisation can be taken over as it is.",
             .answer = with_means([](const Groups&) { return mean_of_channels(); })},
            {.id = "interleaved-groups",
             .spoils = {"x"},
             .hint = "Which channels form the first group: the first ones, or every G-th?",
             .misconception = "Channel c belongs to group c mod G.",
             .answer = with_means([](const Groups& groups) {
               return mean_of_groups([G = groups.count](std::size_t c) { return c % G; }, groups.count);
             })},
            {.id = "size-for-number-of-groups",
             .spoils = {"x"},
             .hint = "Is G the number of groups, or the number of channels in one?",
             .misconception = "G is the size of a group.",
             .answer = with_means([](const Groups& groups) {
               return mean_of_groups([G = groups.count](std::size_t c) { return c / G; }, groups.in_group());
             })},
            {.id = "divided-by-pixels",
             .spoils = {"x"},
             .hint = "How many numbers does each mean run over, all channels of the group included?",
             .misconception = "The mean is taken over the H W pixels.",
             .answer = divided_by([](const Groups& groups, std::size_t) { return groups.pixels; })},
            {.id = "divided-by-channels",
             .spoils = {"x"},
             .hint = "How many numbers does each mean run over, the pixels included?",
             .misconception = "The mean is taken over the channels of a group.",
             .answer = divided_by([](const Groups& groups, std::size_t) { return groups.in_group(); })},
            {.id = "divided-by-n",
             .spoils = {"x"},
             .hint = "Over how many numbers does each of the means run?",
             .misconception = "Means are always over the batch.",
             .answer = divided_by([](const Groups&, std::size_t N) { return N; })},
            {.id = "divided-by-all-channels",
             .spoils = {"x"},
             .hint = "How many channels does a group have?",
             .misconception = "The mean is taken over C H W numbers, whatever the groups.",
             .answer = divided_by(
                 [](const Groups& groups, std::size_t) { return groups.channels * groups.pixels; })},
        })};

}  // namespace grader::group_norm_mistakes
