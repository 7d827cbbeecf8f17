#include <fmt/format.h>

#include <cmath>

#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/pixel_net.hpp"
#include "grader/scenarios/pixels.hpp"

namespace grader {

namespace pixels_learning_part {

constexpr std::size_t kSteps = 160;
constexpr std::size_t kLast = 20;  // steps over which the last losses are averaged
constexpr double kLearned = 0.4;   // a share of the loss by guessing

double loss_by_guessing() { return std::log(static_cast<double>(kDigitClasses)); }

Measurements learn(Subject& subject, std::uint64_t seed, const std::optional<std::uint64_t>& moved,
                   const Tell& tell) {
  backprop::Rng rng(seed);
  Measurements result;
  backprop::Rng same(seed);  // draws what the training draws first
  result["first filters"] = PixelNet(seeing_layout(), same).parameter("w1").values;
  const PixelNet net = train_seeing_net(subject, rng, kSteps, moved, tell, result);
  result["filters"] = net.parameter("w1").values;
  result["held out"] = {net.loss(subject, held_out_images(rng))};
  return result;
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  return learn(subject, seed, std::nullopt, tell);
}

Measurements run_moved(Subject& subject, std::uint64_t seed) {
  return learn(subject, seed, seed_for(seed, "moved"), silent);
}

double last_loss(const Measurements& m) { return mean_of_last(m.at("loss"), kLast); }

// Returns what the reference fails to show of this scenario's lesson, or nullopt. A failure would be our
// error, not the student's.
std::optional<std::string> lesson_missing(const Measurements& m) {
  if (!(last_loss(m) < kLearned * loss_by_guessing())) return "the net does not learn the digits";
  if (!(m.at("held out").front() < kLearned * loss_by_guessing()))
    return "what is learned is of no use for other digits";
  return std::nullopt;
}

Finding judge_training(const Measurements& student, const Measurements& reference) {
  if (const auto problem = seeing_net_problem(student, reference)) return scenario_fails(*problem);
  for (const NamedSeries& series :
       {NamedSeries{"filters", "a weight of the trained filters"},
        NamedSeries{"held out", "the loss on digits that the net has not seen"}}) {
    if (const auto first = earliest_departure({series}, student, reference)) {
      return scenario_fails(fmt::format("After {} steps, {} is {}, expected {}.", kSteps, first->words,
                                        first->yours, first->expected));
    }
  }
  return Finding::pass();
}

// Returns one panel for each filter. `when` is "first" or "learned".
std::vector<Panel> panels_of(const std::vector<double>& weights, const std::string& when) {
  const std::size_t pixels = seeing_layout().kernel * seeing_layout().kernel;
  std::vector<Panel> panels;
  for (std::size_t f = 0; f * pixels < weights.size(); ++f) {
    const auto begin = weights.begin() + static_cast<std::ptrdiff_t>(f * pixels);
    panels.push_back({fmt::format("{} {}", when, f + 1),
                      seeing_layout().kernel,
                      {begin, begin + static_cast<std::ptrdiff_t>(pixels)}});
  }
  return panels;
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  std::vector<Panel> filters = panels_of(student.at("first filters"), "first");
  for (Panel& panel : panels_of(student.at("filters"), "learned")) filters.push_back(std::move(panel));
  return {judge_training(student, reference),
          {lines("pixels-loss", "Learning the digits: loss", "step", "loss",
                 {{"yours", student.at("loss")},
                  {"reference", reference.at("loss")},
                  {"guessing: log 10", std::vector<double>(student.at("loss").size(), loss_by_guessing())}}),
           images("pixels-filters", "The eight filters, before the first step and after the last", filters,
                  /*columns=*/4, /*cell=*/18)}};
}

std::string story(const Measurements& m) {
  return fmt::format(
      "In {} steps the loss goes from {:.2f} to {:.2f} (the mean of the last {}); it is {:.2f} on {} digits "
      "that the net has not seen, and guessing costs log {} = {:.2f}.",
      kSteps, m.at("loss").front(), last_loss(m), kLast, m.at("held out").front(), kHeldOutImages,
      kDigitClasses, loss_by_guessing());
}

}  // namespace pixels_learning_part

ScenarioPart pixels_learning() {
  return {"learning",
          {"conv_net"},
          {"conv_net"},
          pixels_learning_part::run,
          pixels_learning_part::judge,
          pixels_learning_part::story,
          pixels_learning_part::run_moved};
}

}  // namespace grader
