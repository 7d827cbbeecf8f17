#include "grader/grading/golden_mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "grader/base/json_reader.hpp"
#include "grader/checks/comparison.hpp"
#include "grader/checks/contradiction.hpp"
#include "grader/checks/right_answers.hpp"

namespace grader {

namespace {

struct SketchedQuestion {
  const char* id;
  Tensors CaseAnswers::*answer;
  bool of_state = false;  // tells mistakes apart that remember something
};

const std::vector<SketchedQuestion>& questions_of(const Op& op) {
  static const std::vector<SketchedQuestion> outputs = {{"out", &CaseAnswers::outputs}};
  static const std::vector<SketchedQuestion> gradients = {
      {"u", &CaseAnswers::b_u},
      {"v", &CaseAnswers::b_v},
      {"zero", &CaseAnswers::b_zero},
      {"combined", &CaseAnswers::b_combined},
      {"again", &CaseAnswers::b_u_again, true},
      {"interleaved", &CaseAnswers::b_u_interleaved, true}};
  return op.gradients().empty() ? outputs : gradients;
}

const Tensor* find(const Tensors& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  return found == tensors.end() ? nullptr : &found->second;
}

bool is_finite(const Tensor* tensor) {
  return tensor && std::ranges::all_of(tensor->values, [](double value) { return std::isfinite(value); });
}

// What a student answered to the golden cases, beside the mistakes that are known.
class Matching {
 public:
  Matching(const std::vector<GoldenMistake>& mistakes, const Op& op, const Transcript& answers,
           const std::vector<std::string>& probes)
      : mistakes_(mistakes), op_(op), answers_(answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (probes.empty() || std::ranges::find(probes, answers[i].probe) != probes.end()) wanted_.insert(i);
    }
  }

  const GoldenMistake* by_outputs() {
    const std::vector<std::string> names = names_of_outputs();
    const GoldenMistake* best = nullptr;
    for (const GoldenMistake& mistake : mistakes_) {
      if (!gives(mistake, names, false) || refuted(mistake, names)) continue;
      if (agrees_everywhere(mistake, names)) return &mistake;
      if (!best) best = &mistake;
    }
    return best;
  }

  const GoldenMistake* by_gradient(const std::string& name) {
    if (const GoldenMistake* found = first_by_gradient(name)) return found;
    // An overflow is a mistake of its own and hides none.
    std::set<std::size_t> finite;
    bool wrong_where_finite = false;
    for (const std::size_t i : wanted_) {
      if (!std::ranges::all_of(questions_of(op_), [&](const SketchedQuestion& question) {
            return question.of_state || is_finite(find(answers_[i].*question.answer, name));
          }))
        continue;
      finite.insert(i);
      wrong_where_finite |= !is_right(i, name);
    }
    if (!wrong_where_finite || finite.size() == wanted_.size()) return nullptr;
    wanted_ = std::move(finite);
    return first_by_gradient(name);
  }

  const GoldenMistake* by_state() {
    for (const GoldenMistake& mistake : mistakes_) {
      if (mistake.remembers && gives(mistake, op_.gradients(), true)) return &mistake;
    }
    return nullptr;
  }

 private:
  std::vector<std::string> names_of_outputs() const {
    std::vector<std::string> names;
    for (const OutputSpec& output : op_.outputs) names.push_back(output.name);
    return names;
  }

  // Prefers a mistake that explains all tensors that it spoils, and then one that agrees in all cases: on few
  // probes two mistakes may come to the same.
  const GoldenMistake* first_by_gradient(const std::string& name) {
    const GoldenMistake* best = nullptr;
    int best_rank = -1;
    for (const GoldenMistake& mistake : mistakes_) {
      if (std::ranges::find(mistake.spoils, name) == mistake.spoils.end() || !gives(mistake, {name}, false))
        continue;
      if (!fits(mistake, name) || refuted(mistake, {name})) continue;
      const int rank = 2 * gives(mistake, mistake.spoils, false) + agrees_everywhere(mistake, {name});
      if (rank <= best_rank) continue;
      best = &mistake;
      best_rank = rank;
    }
    return best;
  }

  // Returns whether a mistake that gives the gradient `name` fits all other gradients too.
  bool fits(const GoldenMistake& mistake, const std::string& name) {
    const auto spoils = [](const GoldenMistake& each, const std::string& tensor) {
      return std::ranges::find(each.spoils, tensor) != each.spoils.end();
    };
    const auto is_right_in_all = [&](const std::string& other) {
      return std::ranges::all_of(wanted_, [&](std::size_t i) { return is_right(i, other); });
    };
    const auto is_spoiled = [&](const std::string& other) {
      return std::ranges::any_of(wanted_, [&](std::size_t i) { return mistake.answers[i].contains(other); });
    };
    const auto has_own = [&](const std::string& other) {
      return std::ranges::any_of(mistakes_, [&](const GoldenMistake& own) {
        return spoils(own, other) && !spoils(own, name) && gives(own, {other}, false);
      });
    };
    return !contradicts(op_, mistake.spoils, {is_right_in_all, is_spoiled, has_own});
  }

  // Returns whether the cases that are not wanted speak against a mistake that gives the answers in the
  // wanted ones. Where all wrong answers in the wanted ones are NaN or infinite, which many mistakes come to,
  // all cases must agree.
  bool refuted(const GoldenMistake& mistake, const std::vector<std::string>& names) {
    const auto all_finite = [&](std::size_t i) {
      return std::ranges::all_of(names, [&](const std::string& name) {
        return std::ranges::all_of(questions_of(op_), [&](const SketchedQuestion& question) {
          return question.of_state || is_finite(find(answers_[i].*question.answer, name));
        });
      });
    };
    const bool telling = std::ranges::any_of(
        wanted_, [&](std::size_t i) { return all_finite(i) && !is_right_in_all(i, names); });
    return !telling && !agrees_everywhere(mistake, names);
  }

  bool is_right_in_all(std::size_t i, const std::vector<std::string>& names) {
    return std::ranges::all_of(names, [&](const std::string& name) { return is_right(i, name); });
  }

  bool agrees_everywhere(const GoldenMistake& mistake, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
      if (!agrees_in(i, mistake, names)) return false;
    }
    return true;
  }

  bool agrees_in(std::size_t i, const GoldenMistake& mistake, const std::vector<std::string>& names) {
    return std::ranges::all_of(names, [&](const std::string& name) {
      const auto known = mistake.answers[i].find(name);
      return known == mistake.answers[i].end() ? is_right(i, name) : gives_in(i, name, known->second, false);
    });
  }

  bool gives(const GoldenMistake& mistake, const std::vector<std::string>& names, bool state) {
    bool any = false;
    for (const std::size_t i : wanted_) {
      for (const std::string& name : names) {
        const auto known = mistake.answers[i].find(name);
        if (known == mistake.answers[i].end()) {
          if (!is_right(i, name)) return false;
          continue;
        }
        any = true;
        if (!gives_in(i, name, known->second, state)) return false;
      }
    }
    return any;
  }

  bool gives_in(std::size_t i, const std::string& name, const std::map<std::string, Sketch>& known,
                bool state) {
    for (const SketchedQuestion& question : questions_of(op_)) {
      if (question.of_state && !state) continue;
      const auto sketch = known.find(question.id);
      if (sketch == known.end()) {
        if (&question == &questions_of(op_).front() && !is_right(i, name)) return false;
        continue;
      }
      const Tensor* answer = find(answers_[i].*question.answer, name);
      if (!answer || !same_sketch(sketch->second, sketch_of(*answer))) return false;
    }
    return true;
  }

  // Returns whether the first answer to a case is right, at least to the tolerance by which answers are
  // matched. That goes by the tensor's largest element, and a check's by each element.
  bool is_right(std::size_t i, const std::string& name) {
    const auto [place, is_new] = right_.try_emplace({i, name});
    if (!is_new) return place->second;
    const Tensor* answer = find(answers_[i].*questions_of(op_).front().answer, name);
    const Expected expected = op_.gradients().empty()
                                  ? expect_value(answers_[i].right->outputs(op_, answers_[i]).at(name))
                                  : answers_[i].right->gradients(op_, answers_[i]).at(name);
    return place->second = answer && answer->shape == expected.lower.shape &&
                           answer->values.size() == expected.lower.values.size() &&
                           (compare(*answer, expected).right() ||
                            same_sketch(sketch_of(*answer), sketch_of(expected.lower)));
  }

  const std::vector<GoldenMistake>& mistakes_;
  const Op& op_;
  const Transcript& answers_;
  std::set<std::size_t> wanted_;  // the cases in which a mistake has to give the student's answers
  std::map<std::pair<std::size_t, std::string>, bool> right_;
};

// Keeps 12 digits, far more than the tolerance, so that the file stays small.
double rounded(double value) { return std::stod(fmt::format("{:.12g}", value)); }

Sketch sketch_from_json(const JsonReader& json) {
  const std::vector<JsonReader> numbers = json.elements();
  if (numbers.size() != 3) json.fail("has not 3 numbers");
  Sketch sketch;
  sketch.largest = numbers[0].number();
  sketch.projection = numbers[1].number();
  sketch.pattern = static_cast<std::uint32_t>(numbers[2].integer(0xffffffffU));
  return sketch;
}

}  // namespace

std::vector<SketchedAnswers> sketched_answers(const Op& op, const Transcript& wrong, const Transcript& right,
                                              const GoldenMistake& mistake) {
  std::vector<SketchedAnswers> result;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    SketchedAnswers& answers = result.emplace_back();
    for (const std::string& name : mistake.spoils) {
      for (const SketchedQuestion& question : questions_of(op)) {
        if (question.of_state && !mistake.remembers) continue;
        const Tensor* answer = find(wrong[i].*question.answer, name);
        const Tensor* right_answer = find(right[i].*question.answer, name);
        if (!answer || !right_answer) continue;
        const Sketch sketch = sketch_of(*answer);
        if (!same_sketch(sketch, sketch_of(*right_answer))) answers[name][question.id] = sketch;
      }
    }
  }
  return result;
}

Json to_json(const GoldenMistake& mistake) {
  Json answers = Json::array();
  for (const SketchedAnswers& each : mistake.answers) {
    Json of_case = Json::object();
    for (const auto& [name, sketches] : each) {
      for (const auto& [question, sketch] : sketches) {
        of_case[name][question] =
            Json::array({rounded(sketch.largest), rounded(sketch.projection), sketch.pattern});
      }
    }
    answers.push_back(std::move(of_case));
  }
  return {{"id", mistake.mistake.id}, {"hint", mistake.mistake.hint},   {"belief", mistake.mistake.belief},
          {"spoils", mistake.spoils}, {"remembers", mistake.remembers}, {"answers", std::move(answers)}};
}

GoldenMistake golden_mistake_from_json(const JsonReader& json, std::size_t cases) {
  json.expect_object({"id", "hint", "belief", "spoils", "remembers", "answers"});
  GoldenMistake mistake;
  mistake.mistake = {json["id"].string(), json["hint"].string(), json["belief"].string()};
  for (const JsonReader& name : json["spoils"].elements()) mistake.spoils.push_back(name.string());
  mistake.remembers = json["remembers"].boolean();
  const std::vector<JsonReader> answers = json["answers"].elements();
  if (answers.size() != cases)
    json["answers"].fail(fmt::format("has {} entries for {} cases", answers.size(), cases));
  for (const JsonReader& each : answers) {
    SketchedAnswers& sketched = mistake.answers.emplace_back();
    for (const auto& [name, sketches] : each.json().members()) {
      for (const auto& [question, sketch] : sketches.members())
        sketched[name][question] = sketch_from_json(each[name][question]);
    }
  }
  return mistake;
}

std::optional<Mistake> name_golden_mistake(const std::vector<GoldenMistake>& mistakes, const Op& op,
                                           const Transcript& answers, Kind kind, const std::string& gradient,
                                           const std::vector<std::string>& probes) {
  const GoldenMistake* found = nullptr;
  switch (kind) {
    case Kind::contract:
      found = Matching(mistakes, op, answers, {}).by_state();
      break;
    case Kind::gradient:
      found = Matching(mistakes, op, answers, probes).by_gradient(gradient);
      break;
    case Kind::value:
      if (op.gradients().empty()) found = Matching(mistakes, op, answers, probes).by_outputs();
      break;
    case Kind::scenario:
      break;
  }
  if (!found) return std::nullopt;
  return found->mistake;
}

}  // namespace grader
