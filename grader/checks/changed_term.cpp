#include "grader/checks/changed_term.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/formula.hpp"
#include "grader/checks/places_here.hpp"
#include "grader/checks/ratio.hpp"
#include "grader/checks/step_shares.hpp"
#include "grader/checks/tensors_beside.hpp"
#include "grader/checks/uniform.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// A judged case and one term of its right answer.
struct CaseTerm {
  const JudgedCase* judged;
  Tensor term;
  std::vector<std::pair<std::string, Tensor>> instead = {};
};

double allowed_beside(const JudgedCase& judged, double size, std::size_t i) {
  return judged.expected.allowed(i) + judged.expected.tolerance.relative * size;
}

bool says_something(const CaseTerm& of_case) {
  for (std::size_t i = 0; i < of_case.term.values.size(); ++i) {
    if (std::abs(of_case.term.values[i]) > of_case.judged->expected.allowed(i)) return true;
  }
  return false;
}

// Returns the c for which the answer is right once the term is multiplied by c, in the elements `in`. Returns
// nullopt when there is none.
std::optional<double> factor_in(const CaseTerm& of_case, const std::vector<std::size_t>& in) {
  const JudgedCase& judged = *of_case.judged;
  std::size_t largest = in.front();
  for (const std::size_t i : in) {
    if (std::abs(of_case.term.values[i]) > std::abs(of_case.term.values[largest])) largest = i;
  }
  const auto off_by = [&](std::size_t i) {
    return judged.actual.values[i] - judged.expected.lower.values[i];
  };
  const double unit = of_case.term.values[largest];
  const double more = std::abs(unit) > judged.expected.allowed(largest) ? off_by(largest) / unit : 0.0;
  for (const std::size_t i : in) {
    const double size = (std::abs(more) + 1.0) * std::abs(of_case.term.values[i]);
    // The factor is as rounded as the element that it comes from.
    const double rounding =
        unit == 0.0 ? 0.0 : judged.expected.allowed(largest) * std::abs(of_case.term.values[i] / unit);
    if (!(std::abs(off_by(i) - more * of_case.term.values[i]) <= allowed_beside(judged, size, i) + rounding))
      return std::nullopt;
  }
  return 1.0 + more;
}

std::vector<std::size_t> all_elements(const CaseTerm& of_case) {
  std::vector<std::size_t> in(of_case.term.values.size());
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = i;
  return in;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b)); }

// Says by which factor the term is off when it is one number, or one name, in all cases.
std::string one_factor_of(const JudgedGradient& gradient, const JudgedCase& shown, const std::string& words,
                          const std::vector<CaseTerm>& cases) {
  std::vector<RatioSample> samples;
  int telling = 0;
  for (const CaseTerm& of_case : cases) {
    const auto factor = factor_in(of_case, all_elements(of_case));
    if (!factor) return {};
    if (!says_something(of_case)) continue;
    samples.push_back({*factor, sizes_and_attributes(gradient.op, of_case.judged->entry->the_case)});
    telling += is_wrong(*of_case.judged);
  }
  if (telling < 2) return {};
  const auto would_be = [&](const std::string& change) {
    return fmt::format("Your {} is what it would be {}.", gradient.name, change);
  };
  const double first = samples.front().ratio;
  const bool same = std::ranges::all_of(samples, [&](const RatioSample& sample) {
    return near(sample.ratio, first) || std::abs(sample.ratio - first) <= 1e-6;
  });
  if (same && std::abs(first) <= 1e-6) return would_be("without " + words);
  if (same && near(first, -1.0)) return would_be("if " + words + " had the opposite sign");
  if (same && near(first, 2.0)) return would_be("if " + words + " counted twice");
  const auto name = name_of_ratio(samples);
  if (name) {
    return would_be(
        fmt::format("if {} were {} times as large{}", words, *name, sizes_named(*name, gradient, shown)));
  }
  return same ? would_be(fmt::format("if {} were {} times as large", words, format_number(first, 6))) : "";
}

// Returns whether the answer is right once the term is replaced.
bool is_replaced(const CaseTerm& of_case, const Tensor& instead) {
  const JudgedCase& judged = *of_case.judged;
  if (instead.shape != judged.actual.shape) return false;
  for (std::size_t i = 0; i < instead.values.size(); ++i) {
    const double was = of_case.term.values[i], is = instead.values[i];
    const double off = judged.actual.values[i] - (judged.expected.lower.values[i] - was + is);
    if (!(std::abs(off) <= allowed_beside(judged, std::abs(was) + std::abs(is), i))) return false;
  }
  return true;
}

std::string another_in_its_place(const JudgedGradient& gradient, const std::string& words,
                                 const std::vector<CaseTerm>& cases) {
  for (std::size_t k = 0; k < cases.front().instead.size(); ++k) {
    const bool holds = std::ranges::all_of(cases, [&](const CaseTerm& of_case) {
      return k < of_case.instead.size() && is_replaced(of_case, of_case.instead[k].second);
    });
    const auto telling =
        std::ranges::count_if(cases, [](const CaseTerm& of_case) { return is_wrong(*of_case.judged); });
    if (!holds || telling < 2) continue;
    return fmt::format("Your {} is what it would be {}, in {}.", gradient.name,
                       cases.front().instead[k].first, words);
  }
  return {};
}

using Axes = std::vector<std::size_t>;

// Returns the elements of each slice along some axes.
std::map<Shape, std::vector<std::size_t>> slices_of(const Tensor& tensor, const Axes& axes) {
  std::map<Shape, std::vector<std::size_t>> slices;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const Shape place = coordinates(tensor.shape, i);
    Shape of_slice;
    for (const std::size_t axis : axes) of_slice.push_back(place.at(axis));
    slices[of_slice].push_back(i);
  }
  return slices;
}

// Returns the slices in which a factor may be the same: the whole, one index of any axis, or one of several
// axes from the first on.
std::vector<Axes> kinds_of_slices(std::size_t rank) {
  std::vector<Axes> kinds = {{}};
  for (std::size_t axis = 0; axis < rank && rank > 1; ++axis) kinds.push_back({axis});
  Axes from_first = {0};
  for (std::size_t axis = 1; axis + 1 < rank; ++axis) {
    from_first.push_back(axis);
    kinds.push_back(from_first);
  }
  return kinds;
}

bool is_something(const CaseTerm& of_case, std::size_t i) {
  return std::abs(of_case.term.values[i]) > of_case.judged->expected.allowed(i);
}

// Returns whether in each slice the term is off by a factor. A slice shows it by the third element in which
// the term is not 0; most of a case's elements must be in such slices.
bool off_in_slices(const std::vector<CaseTerm>& cases, const Axes& axes) {
  constexpr std::size_t kTelling = 3;
  std::size_t telling_cases = 0;
  for (const CaseTerm& of_case : cases) {
    std::size_t telling = 0, elements = 0;
    for (const auto& [place, in] : slices_of(of_case.term, axes)) {
      if (!factor_in(of_case, in)) return false;
      elements += in.size();
      const auto shown_by =
          std::ranges::count_if(in, [&](std::size_t i) { return is_something(of_case, i); });
      if (static_cast<std::size_t>(shown_by) >= kTelling) telling += in.size();
    }
    telling_cases += is_wrong(*of_case.judged) && 2 * telling > elements;
  }
  return telling_cases >= 2;
}

// A term of a gradient: its words, and what it is in each case.
using Term = std::pair<std::string, std::vector<CaseTerm>>;

// The terms of a gradient that all cases have.
std::vector<Term> terms_of(const JudgedGradient& gradient) {
  const Formula* formula = formula_of(gradient.op.name);
  if (formula == nullptr || !formula->terms || !is_judged_by_reference(gradient)) return {};
  std::vector<Term> result;
  for (const JudgedCase& judged : gradient.cases) {
    if (is_interval(judged)) continue;
    for (FormulaTerm& term : formula->terms(judged.entry->the_case, judged.entry->u)) {
      if (term.of != gradient.of) continue;
      if (term.tensor.shape != judged.actual.shape || term.tensor.values.empty()) return {};
      auto found = std::ranges::find(result, term.words, &Term::first);
      if (found == result.end()) found = result.insert(result.end(), {term.words, {}});
      found->second.push_back({&judged, std::move(term.tensor), std::move(term.instead)});
    }
  }
  const auto cases =
      static_cast<std::size_t>(std::ranges::count_if(gradient.cases, std::not_fn(is_interval)));
  std::erase_if(result, [&](const auto& term) { return term.second.size() != cases; });
  return result;
}

// Returns the sum of some terms, those whose bit is set.
std::vector<CaseTerm> sum_of(const std::vector<Term>& terms, std::size_t bits) {
  std::vector<CaseTerm> sum;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    if ((bits >> k & 1) == 0) continue;
    const std::vector<CaseTerm>& cases = terms[k].second;
    if (sum.empty()) {
      sum = cases;
      continue;
    }
    for (std::size_t c = 0; c < sum.size(); ++c) {
      for (std::size_t i = 0; i < sum[c].term.values.size(); ++i)
        sum[c].term.values[i] += cases[c].term.values[i];
    }
  }
  return sum;
}

// Returns whether a factor in other terms, or in the sum of several, would give the same answers. In a batch
// of one the mean of a value is the value, and nothing tells one from the other.
bool may_be_another(const std::vector<Term>& terms, std::size_t k) {
  constexpr std::size_t kMostTerms = 8;
  if (terms.size() > kMostTerms) return true;
  const std::vector<Axes> kinds = kinds_of_slices(terms[k].second.front().term.shape.size());
  for (std::size_t bits = 1; bits < std::size_t{1} << terms.size(); ++bits) {
    if ((bits >> k & 1) != 0) continue;
    const std::vector<CaseTerm> others = sum_of(terms, bits);
    if (std::ranges::any_of(kinds, [&](const Axes& axes) { return off_in_slices(others, axes); }))
      return true;
  }
  return false;
}

// Returns the slices of a case in which the term is missing, or nullopt when it is neither missing nor right
// in one of them.
std::optional<std::vector<Shape>> missing_in(const CaseTerm& of_case, const Axes& axes) {
  std::vector<Shape> places;
  for (const auto& [place, in] : slices_of(of_case.term, axes)) {
    const auto factor = factor_in(of_case, in);
    if (!factor) return std::nullopt;
    if (std::ranges::none_of(in, [&](std::size_t i) { return is_something(of_case, i); })) continue;
    if (std::abs(*factor) <= 1e-6) {
      places.push_back(place);
    } else if (!near(*factor, 1.0)) {
      return std::nullopt;
    }
  }
  return places;
}

// Says where a term is missing that is right in other places: "in batch row 1", "in batch row 1, time step
// 2".
std::string missing_in_places(const JudgedGradient& gradient, const JudgedCase& shown, const Term& term,
                              const Axes& axes) {
  constexpr std::size_t kMostPlaces = 3;
  const auto& [words, cases] = term;
  std::string here;
  std::size_t telling = 0;
  for (const CaseTerm& of_case : cases) {
    const auto places = missing_in(of_case, axes);
    if (!places) return {};
    const std::size_t all = slices_of(of_case.term, axes).size();
    telling += !places->empty() && places->size() < all;
    if (of_case.judged != &shown || places->empty() || places->size() > kMostPlaces) continue;
    std::vector<std::string> named;
    for (const Shape& place : *places) {
      std::vector<std::string> indexes;
      for (std::size_t a = 0; a < axes.size(); ++a)
        indexes.push_back(fmt::format("{} {}", slice_word(gradient.shape, axes[a]), place[a]));
      named.push_back(join(indexes));
    }
    here = " Here it is missing in " + join(named, " and in ") + ".";
  }
  if (telling < 2) return {};
  return fmt::format("{} is right but for one term, {}: it is missing in some places.{}", gradient.name,
                     words, here);
}

}  // namespace

std::string changed_term(const JudgedGradient& gradient, const JudgedCase& shown) {
  for (const auto& [words, cases] : terms_of(gradient)) {
    if (std::string sentence = one_factor_of(gradient, shown, words, cases); !sentence.empty())
      return sentence;
    if (std::string sentence = another_in_its_place(gradient, words, cases); !sentence.empty())
      return sentence;
  }
  return {};
}

std::string term_that_is_wrong(const JudgedGradient& gradient, const JudgedCase& shown) {
  const std::vector<Term> terms = terms_of(gradient);
  for (std::size_t k = 0; k < terms.size(); ++k) {
    for (const Axes& axes : kinds_of_slices(gradient.shape.size())) {
      std::string sentence = axes.empty() ? "" : missing_in_places(gradient, shown, terms[k], axes);
      if (sentence.empty() && off_in_slices(terms[k].second, axes)) {
        sentence = fmt::format("{} is right but for one term, {}: there is another factor in it.",
                               gradient.name, terms[k].first);
      }
      if (!sentence.empty() && !may_be_another(terms, k)) return sentence;
    }
  }
  return {};
}

std::string one_tensor_too_many(const JudgedGradient& gradient) {
  if (gradient.cases.empty()) return {};
  std::map<std::string, std::pair<bool, bool>> fits;  // added, subtracted
  int telling = 0;
  for (const JudgedCase& judged : gradient.cases) {
    const bool first = &judged == &gradient.cases.front();
    for (const auto& [name, tensor] : tensors_beside(gradient, judged)) {
      if (first) fits[name] = {true, true};
      auto& [added, subtracted] = fits[name];
      for (std::size_t i = 0; i < tensor.values.size() && (added || subtracted); ++i) {
        const double off = judged.actual.values[i] - judged.expected.lower.values[i];
        const double allowed = allowed_beside(judged, std::abs(tensor.values[i]), i);
        added = added && std::abs(off - tensor.values[i]) <= allowed;
        subtracted = subtracted && std::abs(off + tensor.values[i]) <= allowed;
      }
    }
    telling += is_wrong(judged) && judged.actual.values.size() > 1;
  }
  if (telling < 2) return {};
  for (const auto& [name, way] : fits) {
    if (way.first || way.second)
      return fmt::format("Your {} is what it should be, {} {}.", gradient.name, way.first ? "plus" : "minus",
                         name);
  }
  return {};
}

std::string shares_of_steps(const JudgedGradient& gradient) {
  const Formula* formula = formula_of(gradient.op.name);
  if (formula == nullptr || formula->step.empty() || !is_judged_by_reference(gradient)) return {};
  struct Pattern {
    const char* words;
    bool last;   // the step that is told from the others
    bool alone;  // whether its share is all, or the only one that is missing
    bool holds = true;
  };
  std::vector<Pattern> patterns = {
      {"what the first time step alone gives: are the shares of the other steps overwritten?", false, true},
      {"what the last time step alone gives: are the shares of the other steps missing?", true, true},
      {"what it would be without the share of the last time step.", true, false},
      {"what it would be without the share of the first time step.", false, false}};
  int telling = 0;
  for (const JudgedCase& judged : gradient.cases) {
    const std::vector<Tensor> shares = step_shares(gradient.op, formula->step, *judged.entry, gradient.of);
    if (shares.empty() || shares.front().shape != judged.actual.shape) return {};
    bool some = false;
    for (Pattern& pattern : patterns) {
      const Tensor& share = pattern.last ? shares.back() : shares.front();
      for (std::size_t i = 0; i < share.values.size() && pattern.holds; ++i) {
        const double right = judged.expected.lower.values[i];
        const double would_be = pattern.alone ? share.values[i] : right - share.values[i];
        pattern.holds = std::abs(judged.actual.values[i] - would_be) <=
                        allowed_beside(judged, std::abs(share.values[i]), i);
      }
      some = some || pattern.holds;
    }
    if (!some) return {};
    telling += is_wrong(judged) && shares.size() > 2;  // with two steps, all but one is one alone
  }
  const auto found = std::ranges::find_if(patterns, &Pattern::holds);
  if (telling < 2 || found == patterns.end()) return {};
  return fmt::format("Your {} is {}", gradient.name, found->words);
}

}  // namespace grader
