#include <cmath>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::rope_mistakes {

using namespace backprop;

// One pair of features of one step, and what a rotation needs to know of it.
struct Pair {
  std::size_t h, t, i;
  double position;  // start + t
  double last;      // position of the last step
  double start;
  double K;
  double base;

  double at(double place, double exponent) const { return place * std::pow(base, -exponent / K); }
  double angle() const { return at(position, 2.0 * static_cast<double>(i)); }
};

struct Two {
  double first, second;
};
Two turned(Two two, double angle) {
  return {std::cos(angle) * two.first - std::sin(angle) * two.second,
          std::sin(angle) * two.first + std::cos(angle) * two.second};
}

// Answers with dx whose pairs are wrong(pair, the pair of dout). `apart` pairs feature i with i + K/2, as
// other code does.
template <class Wrong>
WrongAnswer pairs_are(Wrong wrong, bool apart = false) {
  return [wrong, apart](Given& given) -> Tensors {
    const Tensor4& dout = given.upstream.tensor4("out");
    const double start = given.attributes.at("start"), base = given.attributes.at("base");
    const std::size_t T = dout.shape(2), K = dout.shape(3);
    Tensor4 dx = dout;
    for (std::size_t n = 0; n < dout.shape(0); ++n) {
      for (std::size_t h = 0; h < dout.shape(1); ++h) {
        for (std::size_t t = 0; t < T; ++t) {
          for (std::size_t i = 0; i < K / 2; ++i) {
            const std::size_t first = apart ? i : 2 * i, second = apart ? i + K / 2 : 2 * i + 1;
            const Pair pair{h,
                            t,
                            i,
                            start + static_cast<double>(t),
                            start + static_cast<double>(T - 1),
                            start,
                            static_cast<double>(K),
                            base};
            const Two two = wrong(pair, Two{dout(n, h, t, first), dout(n, h, t, second)});
            dx(n, h, t, first) = two.first;
            dx(n, h, t, second) = two.second;
          }
        }
      }
    }
    return {{"x", from_xtensor(dx)}};
  };
}

// Turned back, but by another angle.
template <class Angle>
WrongAnswer angle_is(Angle angle) {
  return pairs_are([angle](const Pair& pair, Two two) { return turned(two, -angle(pair)); });
}

KnownMistake mistake(std::string_view id, std::string_view hint, std::string_view misconception,
                     WrongAnswer answer) {
  return {
      .id = id, .spoils = {"x"}, .hint = hint, .misconception = misconception, .answer = std::move(answer)};
}

const MistakeRegistration registration{
    "rope",
    {
        mistake("turned-on", "In which direction has the forward pass turned, and in which one do you?",
                "The backward pass of a rotation is the same rotation.",
                pairs_are([](const Pair& pair, Two two) { return turned(two, pair.angle()); })),
        mistake("passed-on", "When x moves, does out move in the same direction, or in a turned one?",
                "Positions are constants that are put on x, so the gradient passes.",
                pairs_are([](const Pair&, Two two) { return two; })),
        mistake(
            "cosines-only", "Each feature of a pair goes into both features of out: where is the second way?",
            "A feature's gradient is dout times its own factor.", pairs_are([](const Pair& pair, Two two) {
              const double c = std::cos(pair.angle());
              return Two{c * two.first, c * two.second};
            })),
        mistake("sine-turned-in-one-row",
                "Which of the two rows of the rotation has the minus in its transpose?",
                "Only the first feature's sine changes its sign.", pairs_are([](const Pair& pair, Two two) {
                  const double c = std::cos(pair.angle()), s = std::sin(pair.angle());
                  return Two{c * two.first + s * two.second, s * two.first + c * two.second};
                })),
        mistake("sines-subtracted-in-both", "A rotation keeps the length of a pair: does yours?",
                "To turn back, both sines get a minus.", pairs_are([](const Pair& pair, Two two) {
                  const double c = std::cos(pair.angle()), s = std::sin(pair.angle());
                  return Two{c * two.first - s * two.second, c * two.second - s * two.first};
                })),
        mistake("sine-and-cosine-exchanged", "What does your backward pass do at position 0?",
                "The derivative of a cosine is a sine.", pairs_are([](const Pair& pair, Two two) {
                  const double c = std::cos(pair.angle()), s = std::sin(pair.angle());
                  return Two{s * two.first + c * two.second, -c * two.first + s * two.second};
                })),
        mistake("derivative-of-the-angle", "With respect to what is the gradient: the angle, or x?",
                "The cosine is differentiated to minus the sine, and the sine to the cosine.",
                pairs_are([](const Pair& pair, Two two) {
                  const double c = std::cos(pair.angle()), s = std::sin(pair.angle());
                  return Two{-s * two.first + c * two.second, -c * two.first - s * two.second};
                })),
        mistake("overwritten-in-place",
                "When you compute the second feature of a pair, is the first one still "
                "what it was?",
                "A pair can be turned where it lies, one feature after the other.",
                pairs_are([](const Pair& pair, Two two) {
                  const double c = std::cos(pair.angle()), s = std::sin(pair.angle());
                  two.first = c * two.first + s * two.second;
                  return Two{two.first, c * two.second - s * two.first};
                })),
        mistake("pairs-apart", "Which two features form a pair: neighbours, or those half a head apart?",
                "The pairs are those of GPT-NeoX and of Llama in other libraries.",
                pairs_are([](const Pair& pair, Two two) { return turned(two, -pair.angle()); }, true)),
        mistake(
            "divided-by-cosine", "The inverse of a rotation is its transpose: what is there to divide by?",
            "What was multiplied by the cosine is divided by it.", pairs_are([](const Pair& pair, Two two) {
              const double c = std::cos(pair.angle());
              return Two{two.first / c, two.second / c};
            })),
        mistake("twice-the-angle", "By how much has the forward pass turned, and by how much do you?",
                "Forward and back are apart by twice the angle.",
                angle_is([](const Pair& pair) { return 2.0 * pair.angle(); })),
        mistake("positions-from-1", "Which position has the first step of your table, if start is 0?",
                "The first word has the position 1.", angle_is([](const Pair& pair) {
                  return pair.at(pair.position + 1.0, 2.0 * static_cast<double>(pair.i));
                })),
        mistake("start-forgotten", "A sequence may go on where another one has ended: at which position?",
                "The position is the time step.", angle_is([](const Pair& pair) {
                  return pair.at(static_cast<double>(pair.t), 2.0 * static_cast<double>(pair.i));
                })),
        mistake("positions-backwards", "Does the first time step come last in your table of angles?",
                "Backwards means from the last position to the first.", angle_is([](const Pair& pair) {
                  const double place = pair.start + pair.last - pair.position;
                  return pair.at(place, 2.0 * static_cast<double>(pair.i));
                })),
        mistake("positions-of-heads",
                "Which index of x is the position: that of the head, or that of the step?",
                "Angles grow along the second axis.", angle_is([](const Pair& pair) {
                  return pair.at(pair.start + static_cast<double>(pair.h), 2.0 * static_cast<double>(pair.i));
                })),
        mistake("one-angle-for-all-pairs", "Do all pairs of a step turn at the same pace?",
                "The angle is the position.", angle_is([](const Pair& pair) { return pair.position; })),
        mistake("exponent-without-2", "How much slower does a pair turn than the one before it?",
                "The exponent is i / K, with i for the pair.", angle_is([](const Pair& pair) {
                  return pair.at(pair.position, static_cast<double>(pair.i));
                })),
        mistake("exponent-of-the-feature", "Do both features of a pair turn by the same angle?",
                "Each feature has an angle of its own.", pairs_are([](const Pair& pair, Two two) {
                  const double one = pair.angle();
                  const double other = pair.at(pair.position, 2.0 * static_cast<double>(pair.i) + 1.0);
                  return Two{std::cos(one) * two.first + std::sin(one) * two.second,
                             std::cos(other) * two.second - std::sin(other) * two.first};
                })),
        mistake("base-of-the-paper", "Which base has the forward pass taken?", "The base is always 10000.",
                angle_is([](const Pair& pair) {
                  Pair other = pair;
                  other.base = 1e4;
                  return other.angle();
                })),
        {.id = "averaged-over-heads",
         .spoils = {"x"},
         .hint = "Do heads share anything in this layer that would have to be averaged?",
         .misconception = "All heads turn alike, so they share a gradient.",
         .answer =
             [](Given& given) {
               return scaled(given.right, {"x"}, 1.0 / static_cast<double>(given.in.tensor4("x").shape(1)));
             }},
    }};

}  // namespace grader::rope_mistakes
