#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/pixels.hpp"

namespace grader {

namespace pixels_batch_of_one_part {

constexpr std::array<std::size_t, 4> kBatches = {1, 2, 4, 16};
constexpr std::size_t kSteps = 100;
constexpr double kRate = 0.05;
constexpr double kLives = 0.1;      // a norm of dw1 that trains a filter
constexpr double kVanishes = 0.25;  // a share of that under group normalisation which does not

const std::pair<PixelNorm, const char*> kNorms[] = {{PixelNorm::batch, "batch norm"},
                                                    {PixelNorm::group, "group norm"}};

// Each filter is as large as the image and has one output. So the number of examples that batch normalisation
// has for a channel is that of the images. beta opens the gates above: a relu that gets exactly 0 has no
// slope to speak of.
PixelNetLayout whole_image(PixelNorm norm) {
  return {.filters = 16, .kernel = kImageSide, .pad = 0, .pool = 1, .norm = norm, .groups = 2, .beta = 0.5};
}

std::string with_batch(const std::string& norm, std::size_t batch) {
  return fmt::format("{}, batch of {}", norm, batch);
}

Measurements train(Subject& subject, std::uint64_t seed, const std::optional<std::uint64_t>& moved,
                   const Tell& tell) {
  Measurements result;
  for (const auto& [norm_kind, norm_name] : kNorms) {
    for (const std::size_t batch : kBatches) {
      const std::string name = with_batch(norm_name, batch);
      backprop::Rng rng(seed);
      PixelNet net(whole_image(norm_kind), rng);
      if (moved) net.move_by_rounding(*moved);
      const DigitImages unseen = held_out_images(rng);
      for (std::size_t step = 0; step < kSteps; ++step) {
        const PixelNet::Pass pass = net.train(subject, draw_images(rng, batch), kRate);
        result[name + " loss"].push_back(pass.loss);
        result[name + " dw1"].push_back(norm(pass.gradients.at("w1")));
      }
      // In training mode, so that batch normalisation has the statistics of these images.
      result[name + " held out"] = {net.loss(subject, unseen)};
      tell(fmt::format("{}: |dw1| is {:.2g}", name, result[name + " dw1"].back()));
    }
  }
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return train(subject, seed, std::nullopt, tell);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) {
  return train(subject, seed, seed_for(seed, "moved"), silent);
}

double typical_gradient(const Measurements& m, const std::string& norm, std::size_t batch) {
  return median(m.at(with_batch(norm, batch) + " dw1"));
}

double held_out(const Measurements& m, const std::string& norm, std::size_t batch) {
  return m.at(with_batch(norm, batch) + " held out").front();
}

bool all_zero(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value == 0.0; });
}

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!all_zero(m.at(with_batch("batch norm", 1) + " dw1")))
    return "batch normalisation lets a gradient through in a batch of one";
  if (!(typical_gradient(m, "batch norm", 2) < kVanishes * typical_gradient(m, "group norm", 2)))
    return "batch normalisation lets much of the gradient through in a batch of two";
  for (const std::size_t batch : kBatches) {
    if (!(typical_gradient(m, "group norm", batch) > kLives))
      return fmt::format("group normalisation's gradient vanishes in a batch of {}", batch);
  }
  if (!(typical_gradient(m, "batch norm", 16) > kLives)) return "no filter learns even in a batch of 16";
  if (!(held_out(m, "group norm", 1) < held_out(m, "batch norm", 1)))
    return "in a batch of one batch normalisation learns as much as group normalisation";
  return std::nullopt;
}

Finding judge_trainings(const Measurements& student, const Measurements& reference) {
  const std::vector<double>& blocked = student.at(with_batch("batch norm", 1) + " dw1");
  const auto first =
      std::find_if(blocked.begin(), blocked.end(), [](double norm) { return !(norm <= 1e-12); });
  if (first != blocked.end()) {
    return scenario_fails(fmt::format(
        "With batch normalisation and a batch of one, the output of the norm is beta, whatever the "
        "image: the gradient of w1 is 0. The norm of yours is {} at step {}.",
        format_number(*first, 6), first - blocked.begin()));
  }
  for (const auto& [norm_kind, norm_name] : kNorms) {
    for (const std::size_t batch : kBatches) {
      const std::string name = with_batch(norm_name, batch);
      if (const auto first = earliest_departure(
              {{name + " loss", "the loss"}, {name + " dw1", "the norm of dw1"}}, student, reference)) {
        return scenario_fails(fmt::format("With {}, {} is {} at step {}, expected {}.", name, first->words,
                                          first->yours, first->step, first->expected));
      }
      if (const auto first = earliest_departure({{name + " held out", "the loss"}}, student, reference)) {
        return scenario_fails(
            fmt::format("With {}, the loss on digits that the net has not seen is {} after {} "
                        "steps, expected {}.",
                        name, first->yours, kSteps, first->expected));
      }
    }
  }
  return Finding::pass();
}

std::string story(const Measurements& m) {
  const auto gradients = [&](const std::string& norm) {
    return join(kBatches, [&](std::size_t batch) {
      return fmt::format("{} with {}", format_number(typical_gradient(m, norm, batch), 2), batch);
    });
  };
  return fmt::format(
      "The norm of dw1, median of {} steps, by images in a batch: {} under batch normalisation; {} under "
      "group "
      "normalisation. With a batch of one, the loss on unseen digits is {:.2f} afterwards under batch "
      "normalisation and {:.2f} under group normalisation.",
      kSteps, gradients("batch norm"), gradients("group norm"), held_out(m, "batch norm", 1),
      held_out(m, "group norm", 1));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<std::pair<std::string, std::vector<double>>> gradients;
  std::vector<std::pair<std::string, std::vector<double>>> losses;
  for (const auto& [norm_kind, norm_name] : kNorms) {
    gradients.emplace_back(norm_name, std::vector<double>());
    losses.emplace_back(norm_name, std::vector<double>());
    for (const std::size_t batch : kBatches) {
      gradients.back().second.push_back(typical_gradient(student, norm_name, batch));
      losses.back().second.push_back(held_out(student, norm_name, batch));
    }
  }
  std::vector<std::string> sizes;
  for (const std::size_t batch : kBatches) sizes.push_back(std::to_string(batch));
  return {judge_trainings(student, reference),
          {bars("pixels-batch-gradient", "Norm of dw1, median of the steps, by images in a batch",
                "images in a batch", "|dw1|", sizes, gradients),
           bars("pixels-batch-loss",
                fmt::format("Loss on unseen digits after {} steps, by images in a batch", kSteps),
                "images in a batch", "loss", sizes, losses)}};
}

std::vector<Question> questions() {
  return {{.id = "batch-of-two",
           .text =
               "Batch normalisation of feature maps of one pixel, trained with two images a step: what share "
               "of the gradient norm of the filters below it is left, against 16 images a step, in %?",
           .measure =
               [](const Measurements& m) {
                 return 100.0 * typical_gradient(m, "batch norm", 2) / typical_gradient(m, "batch norm", 16);
               },
           .unit = "%",
           .within = 10.0}};
}

}  // namespace pixels_batch_of_one_part

ScenarioPart pixels_batch_of_one() {
  return {"batch-of-one",
          {"conv_net"},
          {"conv_net"},
          pixels_batch_of_one_part::run,
          pixels_batch_of_one_part::judge,
          pixels_batch_of_one_part::story,
          pixels_batch_of_one_part::run_moved,
          pixels_batch_of_one_part::questions()};
}

}  // namespace grader
