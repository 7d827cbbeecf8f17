#include <algorithm>
#include <backprop/grad_check.hpp>
#include <cmath>

#include "grader/mistakes/mistake.hpp"
#include "grader/ops/checked_functions.hpp"

namespace grader::grad_check_mistakes {

using namespace backprop;

// The question to a checker.
struct Question {
  const backprop::MatrixFunction& f;
  const Matrix& x;
  const Matrix& dout;
  const Matrix& dx;

  double loss(const Matrix& at) const { return backprop::sum(dout * f(at)); }
};

// The differences to the left and right of each element, with a step of h max(1, |x|).
struct Slopes {
  Matrix left;
  Matrix right;
  double roundoff = 0.0;  // the rounding error of the difference of two losses

  Matrix lower() const { return xt::minimum(left, right); }
  Matrix upper() const { return xt::maximum(left, right); }
  Matrix central() const { return 0.5 * (left + right); }
  double largest() const {
    return std::max(backprop::max(backprop::abs(left)), backprop::max(backprop::abs(right)));
  }
  double tolerance() const { return 1e-5 * largest() + roundoff; }
};

Slopes slopes_of(const Question& q, double h = 1e-5) {
  Slopes slopes = {q.x, q.x};
  const double here = q.loss(q.x);
  const double magnitude = backprop::sum(backprop::abs(q.dout * q.f(q.x)));
  for (std::size_t i = 0; i < q.x.size(); ++i) {
    const double step = h * std::max(1.0, std::abs(q.x.flat(i)));
    Matrix moved = q.x;
    moved.flat(i) = q.x.flat(i) + step;
    slopes.right.flat(i) = (q.loss(moved) - here) / step;
    moved.flat(i) = q.x.flat(i) - step;
    slopes.left.flat(i) = (here - q.loss(moved)) / step;
    slopes.roundoff = std::max(slopes.roundoff, 1e-15 * magnitude / step);
  }
  return slopes;
}

// Returns how far each element is outside [lower, upper].
Matrix outside(const Matrix& dx, const Matrix& lower, const Matrix& upper) {
  return xt::maximum(xt::maximum(lower - dx, dx - upper), 0.0);
}

bool all_within(const Matrix& error, double tolerance) {
  for (const double e : error) {
    if (!(e <= tolerance)) return false;
  }
  return true;
}

bool between_slopes(const Question& q, const Slopes& slopes, double tolerance) {
  for (const double value : q.dx) {
    if (std::isnan(value)) return false;
  }
  return all_within(outside(q.dx, slopes.lower(), slopes.upper()), tolerance);
}

// Returns the verdict of a checker that is right about shapes unless it judges them itself.
WrongAnswer verdict(bool (*accepts)(const Question&)) {
  return [accepts](Given& given) -> Tensors {
    const backprop::MatrixFunction f =
        checked_functions().at(static_cast<std::size_t>(given.attributes.at("function"))).f;
    const Question q = {f, given.in.matrix("x"), given.in.matrix("dout"), given.in.matrix("dx")};
    const bool accepted = q.dx.shape() == q.x.shape() && accepts(q);
    return {{"accepted", Tensor::scalar(accepted ? 1.0 : 0.0)}};
  };
}

// Compares the values in the order in which they lie in memory.
Tensors accepts_any_shape(Given& given) {
  const Matrix& x = given.in.matrix("x");
  const Matrix& dx = given.in.matrix("dx");
  if (dx.shape() == x.shape()) return given.right;
  Matrix same_order = x;
  std::copy(dx.begin(), dx.end(), same_order.begin());
  const backprop::MatrixFunction f =
      checked_functions().at(static_cast<std::size_t>(given.attributes.at("function"))).f;
  const bool accepted = backprop::grad_check(f, x, given.in.matrix("dout"), same_order);
  return {{"accepted", Tensor::scalar(accepted ? 1.0 : 0.0)}};
}

const MistakeRegistration registration{
    "grad_check",
    {
        {.id = "absolute-tolerance",
         .spoils = {"accepted"},
         .hint = "What does an error of a millionth mean when the whole gradient is no larger than that?",
         .misconception = "One small number is a good tolerance for every gradient.",
         .answer = verdict([](const Question& q) { return between_slopes(q, slopes_of(q), 1e-4); })},
        {.id = "relative-by-element",
         .spoils = {"accepted"},
         .hint = "How large is a relative error where the true gradient is as good as 0, as in a saturated "
                 "gate?",
         .misconception = "Each element has to be right to a number of its own digits.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           const Matrix error = outside(q.dx, slopes.lower(), slopes.upper());
           return all_within(error / (backprop::abs(q.dx) + backprop::abs(slopes.central())), 1e-5);
         })},
        {.id = "one-sided-difference",
         .spoils = {"accepted"},
         .hint = "What does your difference know about the slope on the other side of x?",
         .misconception = "A difference to the right says all that there is to know about a slope.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           return all_within(backprop::abs(q.dx - slopes.right), 1e-3 * slopes.largest() + slopes.roundoff);
         })},
        {.id = "central-at-kinks",
         .spoils = {"accepted"},
         .hint = "What does a central difference give exactly at a kink, and is it the only right answer "
                 "there?",
         .misconception = "The central difference is the derivative wherever it can be computed.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           return all_within(backprop::abs(q.dx - slopes.central()), slopes.tolerance());
         })},
        {.id = "kinks-at-zero-only",
         .spoils = {"accepted"},
         .hint = "Where is the kink of relu(x - 1), and how does your checker find out where a kink is?",
         .misconception = "A kink lies at x = 0, as that of relu does.",
         .answer = verdict([](const Question& q) {
           Slopes slopes = slopes_of(q);
           const double tolerance = slopes.tolerance();
           for (std::size_t i = 0; i < q.x.size(); ++i) {
             if (q.x.flat(i) == 0.0) continue;
             const double central = 0.5 * (slopes.left.flat(i) + slopes.right.flat(i));
             slopes.left.flat(i) = slopes.right.flat(i) = central;
           }
           return between_slopes(q, slopes, tolerance);
         })},
        {.id = "step-too-small",
         .spoils = {"accepted"},
         .hint = "How many digits are left when you subtract two losses that agree in all but the last few?",
         .misconception = "The smaller the step, the better the difference.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q, 1e-13);
           return between_slopes(q, slopes, 1e-5 * slopes.largest());
         })},
        {.id = "step-too-large",
         .spoils = {"accepted"},
         .hint = "How much does the slope itself change within a step of yours?",
         .misconception = "A large step averages the rounding errors out and does no harm.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q, 0.1);
           return between_slopes(q, slopes, slopes.tolerance());
         })},
        {.id = "tolerance-too-loose",
         .spoils = {"accepted"},
         .hint = "By how little may a gradient be wrong so that your checker must still notice?",
         .misconception = "Differences are rough, so an error of one percent is no evidence.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           return between_slopes(q, slopes, 1e-2 * slopes.largest());
         })},
        {.id = "nan-accepted",
         .spoils = {"accepted"},
         .hint = "Is NaN larger than your tolerance?",
         .misconception = "What is not larger than the tolerance is within it.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           for (const double error : outside(q.dx, slopes.lower(), slopes.upper())) {
             if (error > slopes.tolerance()) return false;
           }
           return true;
         })},
        {.id = "first-row-only",
         .spoils = {"accepted"},
         .hint = "Which elements of dx does your loop never look at?",
         .misconception = "A sample of the gradient is enough for all of it.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           const Matrix lower = slopes.lower();
           const Matrix upper = slopes.upper();
           for (std::size_t d = 0; d < q.x.shape(1); ++d) {
             const double error = std::max(lower(0, d) - q.dx(0, d), q.dx(0, d) - upper(0, d));
             if (!(error <= slopes.tolerance())) return false;
           }
           return true;
         })},
        {.id = "sign-ignored",
         .spoils = {"accepted"},
         .hint = "What would a step along a gradient of the right size but the wrong sign do?",
         .misconception = "The magnitudes of both gradients are what is to be compared.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           const Matrix turned = -q.dx;
           if (between_slopes(q, slopes, slopes.tolerance())) return true;
           return between_slopes({q.f, q.x, q.dout, turned}, slopes, slopes.tolerance());
         })},
        {.id = "direction-only",
         .spoils = {"accepted"},
         .hint = "Would your checker notice a gradient that is twice too large everywhere?",
         .misconception = "A gradient is a direction: the angle between the two says whether they agree.",
         .answer = verdict([](const Question& q) {
           const Slopes slopes = slopes_of(q);
           const Matrix nearest = xt::minimum(xt::maximum(q.dx, slopes.lower()), slopes.upper());
           const Matrix numeric = between_slopes(q, slopes, slopes.tolerance()) ? nearest : slopes.central();
           const double both = std::sqrt(backprop::sum(q.dx * q.dx) * backprop::sum(numeric * numeric));
           return backprop::sum(q.dx * numeric) / both > 0.9999;
         })},
        {.id = "shape-ignored",
         .spoils = {"accepted"},
         .hint = "What does your checker say about numbers that are right but arranged as another matrix?",
         .misconception =
             "A gradient has as many elements as x, and how they are arranged goes without saying.",
         .answer = accepts_any_shape},
    }};

}  // namespace grader::grad_check_mistakes
