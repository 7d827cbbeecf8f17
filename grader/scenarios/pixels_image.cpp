#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/pixels.hpp"
#include "grader/scenarios/rounding.hpp"

namespace grader {

namespace pixels_image_part {

constexpr std::size_t kTrainingSteps = 160;
constexpr std::size_t kMaps = 8;  // of the digits 0 to 7
constexpr std::size_t kFrom = 8;
constexpr std::size_t kTo = 3;
constexpr std::size_t kMoves = 30;
constexpr double kMoveBy = 0.1;  // the norm of one move; an image has one of about 4
constexpr double kSurely = 0.5;  // the probability of an 8 that is worth fooling with
constexpr double kAShare = 0.5;  // the largest change of the image that still shows how little it takes

// Returns the place of the first image with this label, from a random place on.
std::size_t find_digit(backprop::Rng& rng, const DigitImages& images, std::size_t label) {
  const std::size_t count = images.y.values.size();
  std::size_t place = rng.index(count);
  while (images.y.values[place] != static_cast<double>(label)) place = (place + 1) % count;
  return place;
}

DigitImages one_of_each(backprop::Rng& rng, const DigitImages& images) {
  DigitImages result{{{kMaps, 1, kImageSide, kImageSide}, {}}, {{kMaps}, {}}};
  for (std::size_t label = 0; label < kMaps; ++label) {
    const DigitImages one = one_image(images, find_digit(rng, images, label), static_cast<double>(label));
    result.x.values.insert(result.x.values.end(), one.x.values.begin(), one.x.values.end());
    result.y.values.push_back(one.y.values.front());
  }
  return result;
}

// Returns the 8 that the net is surest of.
DigitImages surest_8(Subject& subject, const PixelNet& net, const DigitImages& images) {
  DigitImages surest;
  double most = -1.0;
  for (std::size_t i = 0; i < images.y.values.size(); ++i) {
    if (images.y.values[i] != static_cast<double>(kFrom)) continue;
    DigitImages image = one_image(images, i, kTo);
    const double p = class_probabilities(net.run(subject, image), kTo).at(kFrom);
    if (most >= 0.0 && !(p > most)) continue;
    most = std::max(p, 0.0);
    surest = std::move(image);
  }
  return surest;
}

// Moves the image down the gradient, by kMoveBy. An image without a gradient stays.
void move(Tensor& image, const Tensor& gradient) {
  const double length = norm(gradient);
  if (!(length > 0.0) || !std::isfinite(length)) return;
  for (std::size_t i = 0; i < image.values.size(); ++i)
    image.values[i] -= kMoveBy / length * gradient.values[i];
}

void fool(Subject& subject, const PixelNet& net, DigitImages image, const Tell& tell, Measurements& result) {
  result["victim"] = image.x.values;
  result["fooled"] = image.x.values;
  bool is_fooled = false;
  for (std::size_t step = 0; step <= kMoves; ++step) {
    const PixelNet::Pass pass = net.run(subject, image);
    const std::vector<double> p = class_probabilities(pass, kTo);
    result["probabilities"].insert(result["probabilities"].end(), p.begin(), p.end());
    tell_step(tell, "an 8 on its way to a 3", step, kMoves, fmt::format("3 with {:.2f}", p[kTo]));
    if (!is_fooled) result["fooled"] = image.x.values;
    is_fooled = is_fooled || std::max_element(p.begin(), p.end()) - p.begin() == kTo;
    move(image.x, pass.gradients.at("x"));
  }
}

Measurements look(Subject& subject, std::uint64_t seed, const std::optional<std::uint64_t>& moved,
                  const Tell& tell) {
  backprop::Rng rng(seed);
  Measurements result;
  const PixelNet net = train_seeing_net(subject, rng, kTrainingSteps, moved, tell, result);
  const DigitImages unseen = held_out_images(rng);
  const DigitImages eight = one_of_each(rng, unseen);
  result["digits"] = eight.x.values;
  // The loss is a mean over the batch. Each map is that of its own image's loss.
  result["maps"] = net.run(subject, eight, static_cast<double>(kMaps)).gradients.at("x").values;
  fool(subject, net, surest_8(subject, net, unseen), tell, result);
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return look(subject, seed, std::nullopt, tell);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) {
  return look(subject, seed, seed_for(seed, "moved"), silent);
}

// Returns the probability of one class, at each step.
std::vector<double> probability_of(const Measurements& m, std::size_t k) {
  const std::vector<double>& all = m.at("probabilities");
  std::vector<double> result;
  for (std::size_t i = k; i < all.size(); i += kDigitClasses) result.push_back(all[i]);
  return result;
}

std::vector<double> probabilities_at(const Measurements& m, std::size_t step) {
  const auto first = m.at("probabilities").begin() + static_cast<std::ptrdiff_t>(step * kDigitClasses);
  return {first, first + kDigitClasses};
}

// Returns after how many steps the net first takes the image for a 3, or nullopt when it never does.
std::optional<std::size_t> steps_to_fool(const Measurements& m) {
  for (std::size_t step = 0; step <= kMoves; ++step) {
    const std::vector<double> p = probabilities_at(m, step);
    const bool finite = std::all_of(p.begin(), p.end(), [](double value) { return std::isfinite(value); });
    if (finite && std::max_element(p.begin(), p.end()) - p.begin() == kTo) return step;
  }
  return std::nullopt;
}

std::vector<double> change_of(const Measurements& m) {
  std::vector<double> change = m.at("fooled");
  for (std::size_t i = 0; i < change.size(); ++i) change[i] -= m.at("victim")[i];
  return change;
}

double length_of(const std::vector<double>& values) { return norm({{values.size()}, values}); }

double changed_share(const Measurements& m) { return length_of(change_of(m)) / length_of(m.at("victim")); }

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(probability_of(m, kFrom).front() > kSurely)) return "the net takes no 8 for an 8";
  const auto steps = steps_to_fool(m);
  if (!steps || *steps == 0) return "no 8 becomes a 3";
  if (!(changed_share(m) < kAShare)) return "the image has to change a lot before the net is fooled";
  return std::nullopt;
}

std::optional<Departure> departure_of(const Measurements& student, const Measurements& reference,
                                      const std::string& series) {
  return first_departure_of_training(student.at(series), reference.at(series),
                                     reference.at(moved_series(series)));
}

Finding judge_gradients(const Measurements& student, const Measurements& reference) {
  if (const auto problem = seeing_net_problem(student, reference)) return scenario_fails(*problem);
  if (const auto departure = departure_of(student, reference, "maps")) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    const std::size_t pixel = departure->step % kDigitPixels;
    return scenario_fails(
        fmt::format("Trained on the digits, the gradient of the image of a {} is {} at the pixel in row {} "
                    "and column {}, "
                    "expected {}.",
                    departure->step / kDigitPixels, yours, pixel / kImageSide, pixel % kImageSide, expected));
  }
  if (const auto departure = departure_of(student, reference, "probabilities")) {
    const auto [yours, expected] = format_apart(departure->student, departure->reference);
    return scenario_fails(fmt::format(
        "While an 8 is moved along the gradient of its image, the probability of a {} is {} after "
        "{} steps, expected {}.",
        departure->step % kDigitClasses, yours, departure->step / kDigitClasses, expected));
  }
  return Finding::pass();
}

std::vector<Panel> maps_of(const Measurements& m) {
  const auto panel = [&](const std::string& series, const std::string& words, std::size_t n) {
    const auto first = m.at(series).begin() + static_cast<std::ptrdiff_t>(n * kDigitPixels);
    return Panel{fmt::format("{} {}", words, n), kImageSide, {first, first + kDigitPixels}};
  };
  constexpr std::size_t kInARow = 4;
  std::vector<Panel> panels;
  for (std::size_t row = 0; row < kMaps; row += kInARow) {
    for (std::size_t n = row; n < row + kInARow; ++n) panels.push_back(panel("digits", "a", n));
    for (std::size_t n = row; n < row + kInARow; ++n) panels.push_back(panel("maps", "gradient of", n));
  }
  return panels;
}

std::string percent(double share) { return format_number(100.0 * share, 3) + " %"; }

// Returns the class that the net takes the image for at this step, and how sure it is: "8, 98 %".
std::string taken_for(const Measurements& m, std::size_t step) {
  const std::vector<double> p = probabilities_at(m, step);
  const auto most = std::max_element(p.begin(), p.end());
  return fmt::format("{}, {}", most - p.begin(), percent(*most));
}

std::string story(const Measurements& m) {
  const auto steps = steps_to_fool(m);
  const std::vector<double> p8 = probability_of(m, kFrom);
  const std::vector<double> p3 = probability_of(m, kTo);
  const std::string start = fmt::format("An image of an 8 is an 8 to the net with {}, and a 3 with {}.",
                                        percent(p8.front()), percent(p3.front()));
  if (!steps) {
    return fmt::format("{} After {} steps along the gradient of the image it is still no 3: that has {}.",
                       start, kMoves, percent(p3.back()));
  }
  return fmt::format(
      "{} After {} step{} along the gradient of the image it is a 3 with {}, and the image has changed by {} "
      "of its norm.",
      start, *steps, *steps == 1 ? "" : "s", percent(p3[*steps]), percent(changed_share(m)));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  const std::size_t shown = steps_to_fool(student).value_or(kMoves);
  const std::vector<Panel> fooling = {
      {"before: " + taken_for(student, 0), kImageSide, student.at("victim")},
      {"what was changed", kImageSide, change_of(student)},
      {"after: " + taken_for(student, shown), kImageSide, student.at("fooled")}};
  return {judge_gradients(student, reference),
          {images("pixels-maps",
                  "Eight digits and the gradients of their images: more ink raises the loss where it is "
                  "black, and lowers it where it is red",
                  maps_of(student), /*columns=*/4, /*cell=*/8),
           images("pixels-fooled", "Before and after: what the net takes the image for, and what was changed",
                  fooling, /*columns=*/3, /*cell=*/12),
           bars("pixels-probabilities", "The net's probabilities, before and after", "digit", "probability",
                {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
                {{"before", probabilities_at(student, 0)}, {"after", probabilities_at(student, shown)}}),
           lines("pixels-steps", "Along the gradient of the image", "step", "probability",
                 {{"an 8", probability_of(student, kFrom)}, {"a 3", probability_of(student, kTo)}})}};
}

// A net that is not fooled within the steps counts as fooled after the last of them.
std::vector<Question> questions() {
  return {{.id = "steps-to-fool",
           .text =
               "A net with 8x8 digits is almost sure of an 8 whose norm is 4. The image moves along the "
               "gradient of the net's loss for a 3, each time by 0.1. After how many steps does the net take "
               "it for a 3?",
           .measure =
               [](const Measurements& m) { return static_cast<double>(steps_to_fool(m).value_or(kMoves)); },
           .factor = 1.5}};
}

}  // namespace pixels_image_part

ScenarioPart pixels_image() {
  return {"image",
          {"conv_net"},
          {"conv_net"},
          pixels_image_part::run,
          pixels_image_part::judge,
          pixels_image_part::story,
          pixels_image_part::run_moved,
          pixels_image_part::questions()};
}

}  // namespace grader
