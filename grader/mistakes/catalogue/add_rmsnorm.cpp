#include <backprop/rmsnorm.hpp>
#include <backprop/sequence.hpp>

#include "grader/mistakes/catalogue/root_mean_square.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::add_rmsnorm_mistakes {

using namespace backprop;

Tensor3 sum_of(Given& given) { return given.in.tensor3("x") + given.in.tensor3("residual"); }

Tensors both(const Tensor3& total) { return {{"x", from_xtensor(total)}, {"residual", from_xtensor(total)}}; }

const RootMeanSquareLayer kAddRmsnorm{
    .right = [](Given& given) { return root_mean_square_form(given, sum_of(given)); },
    .gradients = [](Given& given, const Matrix& through_norm) -> Tensors {
      const Matrix total = through_norm + as_rows(given.upstream.tensor3("h"));
      return {{"x", in_shape_of_x(given, total)}, {"residual", in_shape_of_x(given, total)}};
    },
    .spoils = {"x", "residual"}};

// The way back through the norm of `h`, for this upstream gradient.
RmsnormGradients through_norm(Given& given, const Tensor3& h, const Tensor3& upstream) {
  const auto cache = rmsnorm_forward(h, given.in.vector("gamma"), given.attributes.at("eps")).cache;
  return rmsnorm_backward(upstream, cache);
}

// What comes back along the two ways.
struct Ways {
  explicit Ways(Given& given)
      : dout(given.upstream.tensor3("out")),
        stream(given.upstream.tensor3("h")),
        norm(through_norm(given, sum_of(given), dout).dx) {}

  const Tensor3& dout;
  const Tensor3& stream;
  Tensor3 norm;
};

KnownMistake wrong_total(std::string_view id, std::string_view hint, std::string_view misconception,
                         Tensor3 (*total)(const Ways& ways)) {
  return {.id = id,
          .spoils = {"x", "residual"},
          .hint = hint,
          .misconception = misconception,
          .answer = [total](Given& given) { return both(total(Ways(given))); }};
}

KnownMistake wrong_one(std::string_view id, const std::string& name, std::string_view hint,
                       std::string_view misconception, Tensor3 (*gradient)(const Ways& ways)) {
  return {.id = id,
          .spoils = {name},
          .hint = hint,
          .misconception = misconception,
          .answer = [name, gradient](Given& given) -> Tensors {
            return {{name, from_xtensor(gradient(Ways(given)))}};
          }};
}

const MistakeRegistration registration{
    "add_rmsnorm",
    joined(
        {
            wrong_total("stream-forgotten",
                        "The layer has two outputs: has what comes back from each of them reached h?",
                        "The sum is handed on for later, and its gradient is somebody else's.",
                        [](const Ways& ways) -> Tensor3 { return ways.norm; }),
            wrong_total("norm-forgotten",
                        "Where does the gradient of out arrive, if only dh comes back to x?",
                        "The residual stream carries the gradient; the norm is a side branch.",
                        [](const Ways& ways) -> Tensor3 { return ways.stream; }),
            {.id = "one-upstream-each",
             .spoils = {"x", "residual"},
             .hint = "h is a sum: can one of its two terms get another gradient than the other?",
             .misconception = "out belongs to x, and h belongs to the residual.",
             .answer = [](Given& given) -> Tensors {
               const Ways ways(given);
               return {{"x", from_xtensor(ways.norm)}, {"residual", from_xtensor(ways.stream)}};
             }},
            wrong_one("residual-gets-the-stream-only", "residual",
                      "h is a sum: can one of its two terms get another gradient than the other?",
                      "The residual goes past the norm.",
                      [](const Ways& ways) -> Tensor3 { return ways.stream; }),
            wrong_one("residual-gets-the-norm-only", "residual",
                      "What has come back along the stream was added to x: is residual not a part of h, too?",
                      "dh belongs to the branch that has made x.",
                      [](const Ways& ways) -> Tensor3 { return ways.norm; }),
            wrong_one("stream-counted-twice", "residual",
                      "How often is dh in your dresidual, and on how many ways has it come?",
                      "The residual gets the gradient of the sum, and that of the stream on top.",
                      [](const Ways& ways) -> Tensor3 { return ways.norm + 2.0 * ways.stream; }),
            {.id = "upstreams-exchanged",
             .spoils = {"x", "residual", "gamma"},
             .hint = "Which of the two upstream gradients belongs to the output that was normalised?",
             .misconception = "The sum comes first, and so does its gradient.",
             .answer = [](Given& given) -> Tensors {
               const Ways ways(given);
               const RmsnormGradients wrong = through_norm(given, sum_of(given), ways.stream);
               Tensors tensors = both(wrong.dx + ways.dout);
               tensors["gamma"] = from_xtensor(wrong.dgamma);
               return tensors;
             }},
            {.id = "stream-through-the-norm",
             .spoils = {"x", "residual", "gamma"},
             .hint = "Where does h leave the layer: before the norm, or behind it?",
             .misconception = "Both upstream gradients are added first and go back together.",
             .answer = [](Given& given) -> Tensors {
               const Ways ways(given);
               const RmsnormGradients wrong = through_norm(given, sum_of(given), ways.dout + ways.stream);
               Tensors tensors = both(wrong.dx);
               tensors["gamma"] = from_xtensor(wrong.dgamma);
               return tensors;
             }},
            wrong_total("past-the-norm", "Does out move by as much as h does?",
                        "A norm only rescales, so its gradient passes.",
                        [](const Ways& ways) -> Tensor3 { return ways.dout + ways.stream; }),
            wrong_total("halved", "A sum hands on its gradient: in full to each term, or in equal parts?",
                        "The two terms of a sum share the gradient.",
                        [](const Ways& ways) -> Tensor3 { return 0.5 * (ways.norm + ways.stream); }),
            wrong_total("ways-subtracted", "What comes back along two ways: does it add up?",
                        "The norm takes off what the stream brings.",
                        [](const Ways& ways) -> Tensor3 { return ways.stream - ways.norm; }),
            {.id = "norm-of-x-alone",
             .spoils = {"x", "residual", "gamma"},
             .hint = "Which numbers did the norm see in the forward pass: x, or h?",
             .misconception = "The layer normalises its input.",
             .answer = [](Given& given) -> Tensors {
               const Ways ways(given);
               const RmsnormGradients wrong = through_norm(given, given.in.tensor3("x"), ways.dout);
               Tensors tensors = both(wrong.dx + ways.stream);
               tensors["gamma"] = from_xtensor(wrong.dgamma);
               return tensors;
             }},
        },
        kAddRmsnorm.mistakes())};

}  // namespace grader::add_rmsnorm_mistakes
