#include "grader/checks/regime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/right_cases.hpp"
#include "grader/checks/tensors_beside.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Of all orders of the elements, at most one in so many may tell wrong and right ones apart.
constexpr double kElementOrders = 1e5;
// The same for cases. An edge at the least size that there is, 1, is a usual reason of a mistake. Any other
// edge is one of many that may fit, and has to be shown by more.
constexpr double kCaseOrders = 50.0;
constexpr double kCaseOrdersAnywhere = 1000.0;
constexpr std::size_t kCasesOnEachSide = 3;

// Returns the logarithm of the number of ways to choose k of n.
double log_choices(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

double log_choices(std::size_t n, std::size_t k) {
  return log_choices(static_cast<double>(n), static_cast<double>(k));
}

// An error so many times what is allowed does not come out of its tolerance, but out of nothing.
constexpr double kFarAbove = 1e6;

const char* const kNotZero = "not 0";

// Returns "31.7 or more", or the value alone where it is the only one.
std::string side_words(const std::string& value, bool only, bool up) {
  return value + (only ? "" : up ? " or more" : " or less");
}

// One value of a quantity, and whether the answer is wrong there.
struct Place {
  double value;
  std::size_t of_case;
  double excess;  // the error in units of what is allowed; above 1 it is wrong

  bool wrong() const { return !(excess <= 1.0); }
};

struct Region {
  std::string words;       // "31.7 or more"
  std::string other;       // "29.5 or less", of the right answers
  std::size_t in_all = 0;  // values in it, right ones included
  bool up = true;
  double edge = 0.0;     // the wrong value next to the right ones
  double outside = 0.0;  // the right value next to the wrong ones
  double excess = 0.0;   // of the wrong value at the edge

  std::optional<double> except = {};  // it is every value but this one

  bool contains(double value) const {
    if (except) return value != *except;
    return up ? value >= edge : value <= edge;
  }
};

// The values of some quantity, and whether the answer is wrong there.
class Sides {
 public:
  void add(const Place& place) { places_.push_back(place); }

  // Returns where the wrong answers are, or nullopt when they do not have one side for themselves. Of all
  // orders, at most one in `orders` may put them there by chance.
  std::optional<Region> region(double orders) const {
    double least = kInfinity, most = -kInfinity;
    for (const Place& place : places_) {
      if (!place.wrong()) continue;
      least = std::min(least, place.value);
      most = std::max(most, place.value);
    }
    const auto above = within(orders, [&](double value) { return value >= least; });
    const auto below = within(orders, [&](double value) { return value <= most; });
    if (!above && !below) return std::nullopt;
    Region region;
    region.up = above && (!below || *above <= *below);
    region.in_all = region.up ? *above : *below;
    region.edge = region.up ? least : most;
    region.outside = region.up ? -kInfinity : kInfinity;
    for (const Place& place : places_) {
      if (!region.contains(place.value)) {
        region.outside =
            region.up ? std::max(region.outside, place.value) : std::min(region.outside, place.value);
      } else if (place.wrong() && place.value == region.edge) {
        region.excess = std::max(region.excess, place.excess);
      }
    }
    double farthest = region.outside;
    for (const Place& place : places_) {
      if (!region.contains(place.value))
        farthest = region.up ? std::min(farthest, place.value) : std::max(farthest, place.value);
    }
    if (region.up && region.outside == 0.0 && farthest == 0.0 && least > 0.0 && least < most) {
      region.words = kNotZero;
      region.other = "0";
      return region;
    }
    const auto [first, second] = format_apart(region.edge, region.outside);
    region.words = side_words(first, least == most, region.up);
    region.other = side_words(second, region.outside == farthest, !region.up);
    return region;
  }

  // Returns the region of all values but one, at which no answer is wrong, or nullopt when there is none.
  std::optional<Region> all_but_one(double orders) const {
    for (const Place& place : places_) {
      const auto is_wrong_there = [&](const Place& each) {
        return each.wrong() && each.value == place.value;
      };
      if (std::ranges::any_of(places_, is_wrong_there)) continue;
      const auto in_all = within(orders, [&](double value) { return value != place.value; });
      if (!in_all) continue;
      Region region;
      region.except = place.value;
      region.in_all = *in_all;
      return region;
    }
    return std::nullopt;
  }

  // Returns whether the answer goes wrong at the edge, and does not only leave its tolerance there. An error
  // that grows by up to the cube of the quantity comes out of the tolerance somewhere, where nothing happens.
  bool is_an_edge(const Region& region) const {
    if (region.edge == 0.0) return true;
    if (region.outside == 0.0 && region.excess > kFarAbove) return true;
    const auto opposite = [&](const Place& place) {
      return !region.contains(place.value) && place.value * region.edge < 0.0;
    };
    if (region.outside * region.edge <= 0.0) return std::ranges::any_of(places_, opposite);
    const double ratio = std::abs(region.edge / region.outside);
    return region.excess > std::pow(std::max(ratio, 1.0 / ratio), 3.0);
  }

  // Returns how many places the region leaves out.
  std::size_t outside(const Region& region) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(places_, [&](const Place& place) { return !region.contains(place.value); }));
  }

  std::size_t wrong() const {
    return static_cast<std::size_t>(std::ranges::count_if(places_, &Place::wrong));
  }

 private:
  struct Counts {
    std::size_t all = 0, in = 0, wrong = 0;
  };

  // Returns how many values are in the region if it holds all wrong ones, most of them wrong, and leaves out
  // enough. The elements of one case are no independent witnesses: where all of them are wrong, or all right,
  // they count as one. So chance orders the elements within each case, and the cases.
  template <class Region>
  std::optional<std::size_t> within(double orders, Region in_region) const {
    Counts places;
    std::map<std::size_t, Counts> cases;
    for (const Place& place : places_) {
      for (Counts* counts : {&places, &cases[place.of_case]}) {
        ++counts->all;
        counts->in += in_region(place.value);
        counts->wrong += place.wrong();
      }
    }
    if (places.wrong == 0 || places.in == places.all || 2 * places.wrong < places.in) return std::nullopt;
    Counts whole;
    double by_chance = 0.0;
    for (const auto& [index, each] : cases) {
      ++whole.all;
      whole.in += each.in > 0;
      whole.wrong += each.wrong > 0;
      by_chance += log_choices(each.in, each.wrong) - log_choices(each.all, each.wrong);
    }
    by_chance += log_choices(whole.in, whole.wrong) - log_choices(whole.all, whole.wrong);
    if (!(by_chance <= -std::log(orders))) return std::nullopt;
    return places.in;
  }

  std::vector<Place> places_;
};

// Returns the error of each element in units of what is allowed.
std::vector<double> excesses(const JudgedCase& judged) {
  std::vector<double> result(judged.actual.values.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double value = judged.actual.values[i];
    const double right = std::clamp(value, judged.expected.lower.values[i], judged.expected.upper.values[i]);
    const double error = std::abs(value - right);
    result[i] = error == 0.0 ? 0.0 : error / judged.expected.allowed(i);
  }
  return result;
}

// Returns whether a right answer says something about this element: a wrong formula gives 0 as well where 0
// is right.
bool tells(const JudgedCase& judged, std::size_t i) {
  return std::abs(judged.expected.lower.values[i]) > judged.expected.allowed(i);
}

// Returns the cases of this gradient that other checks look at, where they have been answered by numbers of
// the right shape.
std::vector<JudgedCase> comparable_elsewhere(const JudgedGradient& gradient) {
  if (!gradient.elsewhere) return {};
  std::vector<JudgedCase> cases = gradient.elsewhere();
  std::erase_if(cases, [](const JudgedCase& judged) {
    return judged.actual.shape != judged.expected.lower.shape ||
           judged.actual.values.size() != judged.expected.lower.values.size();
  });
  return cases;
}

// Returns whether an element that another check looks at is wrong, and lies outside of the region.
bool is_refuted(const JudgedGradient& gradient, const std::string& name, bool magnitude,
                const Region& region) {
  for (const JudgedCase& judged : comparable_elsewhere(gradient)) {
    const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
    for (const auto& [other, tensor] : tensors_beside(gradient, judged)) {
      if (other != name || tensor.values.size() != wrong.size()) continue;
      for (std::size_t i = 0; i < wrong.size(); ++i) {
        const double value = magnitude ? std::abs(tensor.values[i]) : tensor.values[i];
        if (wrong[i] && !region.contains(value)) return true;
      }
    }
  }
  return false;
}

// Returns the sizes and the attributes of a case.
std::map<std::string, double> quantities_of(const JudgedGradient& gradient, const JudgedCase& judged) {
  std::map<std::string, double> quantities = judged.entry->the_case.attributes;
  for (const auto& [symbol, size] : symbol_sizes(gradient.op, judged.entry->the_case)) {
    if (!is_multiple_of_a_size(symbol)) quantities[symbol] = static_cast<double>(size);
  }
  return quantities;
}

// Returns whether the edge lies at the least size there is, or at a switch.
bool is_usual_edge(const Region& region) {
  const double least = std::min(region.edge, region.outside);
  return least == 0.0 || least == 1.0;
}

// Returns whether the cases outside of the region may be right for another reason than their size: a mistake
// that spoils single elements is met less often in a case that has few of them.
bool may_be_luck(const JudgedGradient& gradient, const std::string& name, const Region& region) {
  std::size_t wrong = 0, all = 0, outside = 0;
  for (const JudgedCase& judged : gradient.cases) {
    const std::vector<bool> places = wrong_places(judged.actual, judged.expected);
    const bool is_outside = !region.contains(quantities_of(gradient, judged).at(name));
    const bool some = is_wrong(judged);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!places[i] && !tells(judged, i)) continue;
      outside += is_outside;
      if (!some) continue;
      ++all;
      wrong += places[i];
    }
  }
  if (2 * wrong < all) return true;
  const double share_of_right = static_cast<double>(all - wrong + 1) / static_cast<double>(all + 2);
  return !(static_cast<double>(outside) * std::log(share_of_right) <= -std::log(kCaseOrders));
}

// Returns whether a case that another check looks at is wrong, and lies outside of the region.
bool is_refuted_elsewhere(const JudgedGradient& gradient, const std::string& name, const Region& region) {
  return std::ranges::any_of(comparable_elsewhere(gradient), [&](const JudgedCase& judged) {
    return is_wrong(judged) && !region.contains(quantities_of(gradient, judged).at(name));
  });
}

// Says which attribute has another value than this one in all wrong cases: a number that stands in the code
// in place of the attribute is right where it happens to be the attribute's value.
std::string regime_of_an_exception(const JudgedGradient& gradient,
                                   const std::map<std::string, Sides>& sides) {
  for (const AttributeSpec& attribute : gradient.op.attributes) {
    const auto own = sides.find(attribute.name);
    if (own == sides.end()) continue;
    const auto region = own->second.all_but_one(kCaseOrders);
    if (!region || is_refuted_elsewhere(gradient, attribute.name, *region)) continue;
    return fmt::format("Among the inputs of this check, {} is wrong only in those in which {} is not {}.",
                       gradient.name, attribute.name,
                       value_words(gradient.op, attribute.name, *region->except));
  }
  return {};
}

}  // namespace

std::string regime_of_elements(const JudgedGradient& gradient) {
  if (gradient.cases.empty()) return {};
  std::map<std::string, Sides> sides;
  for (std::size_t c = 0; c < gradient.cases.size(); ++c) {
    const JudgedCase& judged = gradient.cases[c];
    const std::vector<double> excess = excesses(judged);
    for (const auto& [name, tensor] : tensors_beside(gradient, judged)) {
      if (tensor.values.size() != excess.size()) return {};
      for (std::size_t i = 0; i < excess.size(); ++i) {
        const Place place{tensor.values[i], c, excess[i]};
        if (!place.wrong() && !tells(judged, i)) continue;
        sides[name].add(place);
        sides["the magnitude of " + name].add({std::abs(place.value), c, excess[i]});
      }
    }
  }
  std::string sentence;
  std::size_t tightest = std::numeric_limits<std::size_t>::max();
  for (const auto& [name, tensor] : tensors_beside(gradient, gradient.cases.front())) {
    for (const bool magnitude : {false, true}) {
      const std::string quantity = (magnitude ? "the magnitude of " : "") + name;
      const auto region = sides[quantity].region(kElementOrders);
      if (!region || region->in_all >= tightest || !sides[quantity].is_an_edge(*region)) continue;
      if (is_refuted(gradient, name, magnitude, *region)) continue;
      tightest = region->in_all;
      // Then the magnitude says nothing more.
      const std::string& named = region->words == kNotZero ? name : quantity;
      sentence = fmt::format(
          "Among the inputs of this check, {} is wrong only where {} is {}, and right where it "
          "is {}.",
          gradient.name, named, region->words, region->other);
    }
  }
  return sentence;
}

std::string regime_of_cases(const JudgedGradient& gradient) {
  std::map<std::string, Sides> sides;
  for (std::size_t c = 0; c < gradient.cases.size(); ++c) {
    const JudgedCase& judged = gradient.cases[c];
    if (!is_wrong(judged) && !is_telling(judged)) continue;
    const double excess = std::ranges::max(excesses(judged));
    for (const auto& [name, value] : quantities_of(gradient, judged)) sides[name].add({value, c, excess});
  }
  std::vector<std::pair<std::string, Region>> found;
  for (const auto& [name, own] : sides) {
    if (const auto region = own.region(kCaseOrders)) found.emplace_back(name, *region);
  }
  if (found.empty()) return regime_of_an_exception(gradient, sides);
  if (found.size() != 1) return {};  // where two fit, neither is known to be the reason
  const auto& [name, region] = found.front();
  const Sides& own = sides.at(name);
  if (!is_usual_edge(region) && (!own.region(kCaseOrdersAnywhere) || own.wrong() < kCasesOnEachSide ||
                                 own.outside(region) < kCasesOnEachSide))
    return {};
  const double least = std::min(region.edge, region.outside);
  if (least != 0.0 && !own.is_an_edge(region)) return {};
  if (may_be_luck(gradient, name, region)) return {};
  if (is_refuted_elsewhere(gradient, name, region)) return {};
  const bool one_value = !region.words.ends_with(" more") && !region.words.ends_with(" less");
  const std::string where = one_value ? value_words(gradient.op, name, region.edge) : region.words;
  // Between 5 and 6 there is no other size.
  const bool nothing_between = std::abs(region.edge - region.outside) == 1.0;
  return fmt::format(
      "Among the inputs of this check, {} is wrong only in those in which {} is {}{}.", gradient.name, name,
      where, nothing_between ? "" : fmt::format(", and right in those in which it is {}", region.other));
}

}  // namespace grader
