#include "grader/grading/wished_cases.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "grader/checks/finding.hpp"
#include "grader/grading/drawn_case.hpp"
#include "grader/grading/wished_sizes.hpp"

namespace grader {

namespace {

constexpr std::size_t kMostBeyond = std::size_t{1} << 13;  // elements of all inputs, where no side is seen
constexpr double kManyElements = 1 << 15;
constexpr std::size_t kMostOfMany = std::size_t{1} << 18;  // elements of all inputs, beyond so many
constexpr std::size_t kMostComparedElements = std::size_t{1}
                                              << 11;  // likewise, where two values are compared
constexpr std::size_t kMostNear = 3;
constexpr std::size_t kMostNearInAttributes = 10;
constexpr double kNearby = 0.03;
// Where elements are moved to, beside -1, 0 and 1. A sum with other terms has one sign only far on a side.
constexpr int kWithin = 2;
constexpr int kFar = 1000;
constexpr std::size_t kMostBeyondOne = 16;  // cases beyond one number

class Wishes {
 public:
  Wishes(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
         const std::function<bool(Wish)>& offer)
      : op_(op), branch_(branch), seed_(seed), tolerance_(tolerance), offer_(offer) {}

  void near_in_values() { moved_to(0); }

  void near_in_attributes() {
    for (const AttributeSpec& attribute : op_.attributes) {
      if (attribute.whole || number() == 0.0) continue;
      for (const double factor : {1.0 + kNearby, 1.0 - kNearby})
        take_attribute(attribute, between_limits(attribute, number() * factor));
    }
  }

  void run() {
    attributes();
    sizes(sizes_near(number()));
    sizes(sizes_in_proportion(branch_, op_.probes));
    for (const Probe& probe : op_.probes) take(probe);
    if (!branch_.whole) values();
    sizes(products_near(number()));
    if (!branch_.whole) scales();
  }

  // Nothing says what the two values are, so each size, attribute and tensor is made large or small in its
  // turn.
  void compare_two() {
    most_elements_ = kMostComparedElements;
    for (const Probe& probe : op_.probes) take(probe);
    sizes(lopsided_sizes());
    for (const AttributeSpec& attribute : op_.attributes) {
      if (attribute.whole) {
        for (const double value : {0.0, 1.0, 7.0, 24.0}) take_attribute(attribute, value);
      } else {
        for (const double value : {1e-6, 1e-3, 0.5, 0.99, 1e3, 1e6}) take_attribute(attribute, value);
      }
    }
    if (!branch_.whole) scales();
  }

  // Nothing says which side is taken, so few cases and small ones must do.
  void beyond() {
    most_elements_ = kMostBeyond;
    if (number() >= kManyElements) {
      most_elements_ = kMostOfMany;
      sizes(products_near(number()));
      return;
    }
    const double twice = 2.0 * number() + 2.0;
    for (const AttributeSpec& attribute : op_.attributes) {
      if (attribute.whole) take_attribute(attribute, twice <= attribute.most ? twice : number() + 1.0);
    }
    sizes(sizes_beyond(static_cast<std::size_t>(number())));
  }

 private:
  double number() const { return branch_.number; }

  // Offers a case, unless it is too large or the reference has no finite answer.
  Drawn take(
      const Probe& probe, const ChangeInputs& change_inputs = {}, const ChangeQuestion& change_question = {},
      std::function<Transcript()> beside = [] { return Transcript(); }) {
    if (!wanted_) return Drawn::yes;
    CaseTranscript entry;
    const Drawn drawn = draw(probe, entry, change_inputs, change_question);
    if (drawn == Drawn::yes) wanted_ = offer_({std::move(entry), std::move(beside)});
    return drawn;
  }

  Drawn draw(const Probe& probe, CaseTranscript& entry, const ChangeInputs& change_inputs = {},
             const ChangeQuestion& change_question = {}) {
    const std::uint64_t seed = seed_for(seed_, op_.name + "/branch/" + std::to_string(offered_++));
    return draw_case({op_, probe, seed, tolerance_, change_inputs, change_question, most_elements_}, entry);
  }

  Probe usual() const {
    Probe probe = op_.probes.front();
    probe.id = kFurtherProbe;
    return probe;
  }

  void sizes(const std::vector<Sizes>& wished) {
    for (const Sizes& each : wished) {
      const auto beside = [this, each] { return with_other_sizes_as_large(each); };
      if (take(with_sizes(usual(), each), {}, {}, beside) == Drawn::too_large)
        take(with_sizes(usual(), with_small_others(each)));
    }
  }

  Transcript with_other_sizes_as_large(const Sizes& sizes) {
    Transcript result;
    const std::vector<Sizes> beside = sizes_beside(sizes);
    for (std::size_t i = 0; i < beside.size(); ++i) {
      CaseTranscript entry;
      if (draw(with_sizes(usual(), beside[i]), entry) != Drawn::yes) continue;
      result.push_back(std::move(entry));
      if (i == 0) break;  // it has all of them
    }
    return result;
  }

  void attributes() {
    const double away = branch_.whole ? 1.0 : 0.5 * std::abs(number());
    std::vector<double> values = {number() + away, number(), number() - away};
    if (branch_.whole) values.insert(values.begin(), number() + 2.0);
    for (const AttributeSpec& attribute : op_.attributes) {
      for (const double value : values) take_attribute(attribute, between_limits(attribute, value));
      if (branch_.whole || attribute.whole || number() == 0.0) continue;
      // A scale may be the reciprocal of an attribute, in a few elements only.
      for (const double value : {0.5 / number(), 2.0 / number()})
        take_attribute(attribute, value, with_sizes(usual(), {.n = 24, .d = 24}));
    }
  }

  // Where an attribute cannot be as far from the number as `value`, the one halfway to its limit.
  double between_limits(const AttributeSpec& attribute, double value) const {
    if (attribute.whole) return value;
    if (value > attribute.most && number() < attribute.most) return 0.5 * (number() + attribute.most);
    if (value < attribute.least && number() > attribute.least) return 0.5 * (number() + attribute.least);
    return value;
  }

  // Where the layer refuses the value with its usual sizes, it may want it with others.
  void take_attribute(const AttributeSpec& attribute, double value) {
    take_attribute(attribute, value, usual());
  }
  void take_attribute(const AttributeSpec& attribute, double value, const Probe& probe) {
    if (!attribute.allows(value)) return;
    const auto change = [&](Case& the_case, backprop::Rng&) {
      const auto found = the_case.attributes.find(attribute.name);
      if (found == the_case.attributes.end()) throw std::invalid_argument("no such attribute");
      found->second = value;
    };
    const auto beside = [this, probe, change] { return with_inputs_of_its_size(probe, change); };
    if (take(probe, change, {}, beside) == Drawn::yes || !attribute.whole) return;
    for (const Sizes& each : sizes_for_attribute(value)) {
      if (take(with_sizes(usual(), each), change) == Drawn::yes) return;
    }
  }

  // An attribute may decide nothing as long as no input is as large as it is: a limit, a delta. And where few
  // elements are kept, a small case keeps none.
  Transcript with_inputs_of_its_size(const Probe& probe, const ChangeInputs& change) {
    Transcript result;
    const auto mixed = [&](Case& the_case, backprop::Rng& rng) {
      change(the_case, rng);
      for (const std::string& name : free_inputs(op_, the_case)) {
        for (double& value : the_case.inputs.at(name).values) {
          const double size = std::abs(number()) * (1.0 + 2.0 * rng.uniform());
          if (rng.uniform() < 0.5) value = rng.uniform() < 0.5 ? size : -size;
        }
      }
    };
    const auto add = [&](const Probe& of_sizes, const ChangeInputs& change_inputs) {
      CaseTranscript entry;
      if (draw(of_sizes, entry, change_inputs) == Drawn::yes) result.push_back(std::move(entry));
    };
    const Probe many = with_sizes(probe, {.n = 24, .d = 24});
    if (!branch_.whole) add(many, mixed);
    add(many, change);
    return result;
  }

  // Moves the elements of `tensor` to around the number, some of them onto it, or to one side of it, or
  // between it and its opposite: code may compare magnitudes, and the largest of them.
  void move(Tensor& tensor, int side, backprop::Rng& rng) const {
    const double away = number() == 0.0 ? 1.0 : std::abs(number());
    for (double& value : tensor.values) {
      if (side == kWithin) {
        value = away * (rng.uniform() - 0.5);
        continue;
      }
      const double far = away * (0.1 + std::abs(rng.normal()));
      value = number() + (side == 0 ? (rng.uniform() < 0.5 ? far : -far) : side * far);
    }
    if (side == 0 && !tensor.values.empty()) tensor.values[rng.index(tensor.values.size())] = number();
  }

  using ChangeTensor = std::function<void(Tensor&, backprop::Rng&)>;

  void take_upstream(const ChangeTensor& change) {
    take(usual(), {}, [&](CaseTranscript& entry, backprop::Rng& rng) {
      for (auto& [name, tensor] : entry.u) change(tensor, rng);
    });
  }

  void take_inputs(const ChangeTensor& change) {
    take(usual(), [&](Case& the_case, backprop::Rng& rng) {
      for (const std::string& name : free_inputs(op_, the_case)) change(the_case.inputs.at(name), rng);
    });
  }

  void take_each_input(const ChangeTensor& change) {
    for (const InputSpec& input : op_.inputs) {
      take(usual(), [&](Case& the_case, backprop::Rng& rng) {
        const auto names = free_inputs(op_, the_case);
        if (std::ranges::find(names, input.name) == names.end()) throw std::invalid_argument("not free");
        change(the_case.inputs.at(input.name), rng);
      });
    }
  }

  void values() {
    for (const int side : {0, 1, -1, kWithin}) moved_to(side);
    for (const int side : {kFar, -kFar})
      take_each_input([&](Tensor& tensor, backprop::Rng& rng) { move(tensor, side, rng); });
    take_inputs([&](Tensor& tensor, backprop::Rng&) { std::ranges::fill(tensor.values, number()); });
  }

  void moved_to(int side) {
    const auto change = [&](Tensor& tensor, backprop::Rng& rng) { move(tensor, side, rng); };
    take_upstream(change);
    take_inputs(change);
    take_each_input(change);
  }

  // What is compared may have been computed: a variance, a norm, an exponential.
  void scales() {
    for (const double scale : {1e2, 1e-2, 1e3, 1e-3, 1e4, 1e-4, 1e5, 1e-5, 1e6, 1e-6, 1e8, 1e-8}) {
      const auto change = [&](Tensor& tensor, backprop::Rng&) {
        for (double& value : tensor.values) value *= scale;
      };
      take_inputs(change);
      take_upstream(change);
      take_each_input(change);
    }
  }

  const Op& op_;
  const Branch& branch_;
  std::uint64_t seed_;
  Tolerance tolerance_;
  const std::function<bool(Wish)>& offer_;
  std::size_t most_elements_ = kMostOfAllInputs;
  std::size_t offered_ = 0;
  bool wanted_ = true;
};

}  // namespace

void wish_cases(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance,
                const std::function<bool(Wish)>& offer) {
  if (op.probes.empty() || !op.sample) return;
  Wishes wishes(op, branch, seed, tolerance, offer);
  branch.two_values ? wishes.compare_two() : wishes.run();
}

Transcript cases_beyond(const Op& op, std::size_t number, std::uint64_t seed, const Tolerance& tolerance) {
  if (op.probes.empty() || !op.sample) return {};
  Branch branch;
  branch.whole = true;
  branch.number = static_cast<double>(number);
  Transcript beyond;
  const auto is_new = [&](const CaseTranscript& entry) {
    return std::ranges::none_of(beyond, [&](const CaseTranscript& other) {
      return symbol_sizes(op, other.the_case) == symbol_sizes(op, entry.the_case) &&
             other.the_case.attributes == entry.the_case.attributes;
    });
  };
  const std::function<bool(Wish)> offer = [&](Wish wish) {
    if (is_new(wish.entry) && has_one_answer(op, wish.entry)) beyond.push_back(std::move(wish.entry));
    return beyond.size() < kMostBeyondOne;
  };
  Wishes(op, branch, seed, tolerance, offer).beyond();
  return beyond;
}

Transcript cases_near(const Op& op, const Branch& branch, std::uint64_t seed, const Tolerance& tolerance) {
  Transcript near;
  if (op.probes.empty() || !op.sample) return near;
  std::size_t most = kMostNear;
  const std::function<bool(Wish)> offer = [&](Wish wish) {
    if (has_one_answer(op, wish.entry)) near.push_back(std::move(wish.entry));
    return near.size() < most;
  };
  Wishes(op, branch, seed, tolerance, offer).near_in_values();
  most = near.size() + kMostNearInAttributes;
  Wishes(op, branch, seed, tolerance, offer).near_in_attributes();
  return near;
}

}  // namespace grader
