#include <backprop/gate.hpp>
#include <backprop/sequence.hpp>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::swiglu_mistakes {

using namespace backprop;

// The backward pass in matrices, a row for each time step of each sequence. Right at first.
struct Paths {
  explicit Paths(Given& given)
      : w(given.in.matrix("w")),
        v(given.in.matrix("v")),
        x(as_rows(given.in.tensor3("x"))),
        dout(as_rows(given.upstream.tensor3("out"))),
        a(matmul(x, w)),
        b(matmul(x, v)),
        s(backprop::gate(a)),
        slope(s + a * s * (1.0 - s)),
        da(dout * b * slope),
        db(dout * a * s) {}

  Matrix back_through_w() const { return matmul(da, transpose(w)); }
  Matrix back_through_v() const { return matmul(db, transpose(v)); }

  const Matrix& w;
  const Matrix& v;
  Matrix x;
  Matrix dout;
  Matrix a;
  Matrix b;
  Matrix s;      // the sigmoid of a
  Matrix slope;  // of silu at a
  Matrix da;
  Matrix db;
};

Tensor dx_of(Given& given, const Matrix& rows) {
  return {given.right.at("x").shape, from_xtensor(rows).values};
}

// Returns all three gradients from a changed da and db, or those of them that `spoils` lists.
WrongAnswer with(const std::vector<std::string>& spoils, void (*spoil)(Paths& p)) {
  return [spoils, spoil](Given& given) {
    Paths p(given);
    spoil(p);
    const Tensors all = {{"x", dx_of(given, p.back_through_w() + p.back_through_v())},
                         {"w", from_xtensor(matmul(transpose(p.x), p.da))},
                         {"v", from_xtensor(matmul(transpose(p.x), p.db))}};
    Tensors wrong;
    for (const std::string& name : spoils) wrong[name] = all.at(name);
    return wrong;
  };
}

WrongAnswer dx(Matrix (*rows)(const Paths& p)) {
  return [rows](Given& given) -> Tensors { return {{"x", dx_of(given, rows(Paths(given)))}}; };
}

KnownMistake wrong(const std::vector<std::string>& spoils, std::string_view id, std::string_view hint,
                   std::string_view misconception, void (*spoil)(Paths& p)) {
  return {.id = id,
          .spoils = spoils,
          .hint = hint,
          .misconception = misconception,
          .answer = with(spoils, spoil)};
}

// What a wrong da and a wrong db spoil.
const std::vector<std::string> kOfA = {"x", "w"};
const std::vector<std::string> kOfB = {"x", "v"};

const MistakeRegistration registration{
    "swiglu",
    {
        {.id = "only-through-w",
         .spoils = {"x"},
         .hint = "How many matrices does x meet in the forward pass, and how many have come back to it?",
         .misconception = "The gradient of x is that of the activated projection.",
         .answer = dx([](const Paths& p) -> Matrix { return p.back_through_w(); })},
        {.id = "only-through-v",
         .spoils = {"x"},
         .hint = "x also decides how wide the gate is open: where has that way back gone?",
         .misconception = "The gate is a factor between 0 and 1, and a constant.",
         .answer = dx([](const Paths& p) -> Matrix { return p.back_through_v(); })},
        {.id = "paths-subtracted",
         .spoils = {"x"},
         .hint = "What comes back along two ways: does it add up?",
         .misconception = "The two ways of a product compete.",
         .answer = dx([](const Paths& p) -> Matrix { return p.back_through_w() - p.back_through_v(); })},
        {.id = "paths-averaged",
         .spoils = {"x"},
         .hint = "When a value is used twice, are its gradients added or averaged?",
         .misconception = "Each of the two ways counts half.",
         .answer = [](Given& given) { return scaled(given.right, {"x"}, 0.5); }},
        {.id = "weights-exchanged",
         .spoils = {"x"},
         .hint = "Which matrix has made a, and which one leads back from da?",
         .misconception = "The other factor's matrix belongs to a path, as the other factor does.",
         .answer = dx([](const Paths& p) -> Matrix {
           return matmul(p.da, transpose(p.v)) + matmul(p.db, transpose(p.w));
         })},
        {.id = "dw-and-dv-exchanged",
         .spoils = {"w", "v"},
         .hint = "In which order does the struct of the gradients have its members?",
         .misconception = "The gradient of the value comes first.",
         .answer = [](Given& given) -> Tensors {
           return {{"w", given.right.at("v")}, {"v", given.right.at("w")}};
         }},
        wrong(kOfA, "gate-as-constant", "How often does a occur in a s(a), and how many terms has its slope?",
              "The slope of a s(a) is s(a).", [](Paths& p) { p.da = p.dout * p.b * p.s; }),
        wrong(kOfA, "slope-of-sigmoid", "What is b multiplied by: the sigmoid of a, or a times it?",
              "The slope of the gate is s (1 - s), as in a GLU.",
              [](Paths& p) { p.da = p.dout * p.b * p.s * (1.0 - p.s); }),
        wrong(kOfA, "through-the-gate-only", "Far above 0 silu rises like a itself: does your slope say so?",
              "The a in front of the sigmoid is a constant.",
              [](Paths& p) { p.da = p.dout * p.b * p.a * p.s * (1.0 - p.s); }),
        wrong(kOfA, "da-without-b",
              "How much a change of a moves out depends on the other factor: where is it?",
              "The other factor belongs to its own path alone.", [](Paths& p) { p.da = p.dout * p.slope; }),
        wrong(kOfA, "da-without-silu", "Which function lies between a and the product?",
              "Both factors of the product are alike.", [](Paths& p) { p.da = p.dout * p.b; }),
        wrong(kOfA, "slope-at-activation",
              "At which value is the slope of silu to be taken: before or after it?",
              "The cache holds what has passed the silu.",
              [](Paths& p) {
                const Matrix z = p.a * p.s;
                const Matrix again = backprop::gate(z);
                p.da = p.dout * p.b * (again + z * again * (1.0 - again));
              }),
        wrong(kOfB, "db-without-silu", "b is multiplied by a only after something has been done to a: what?",
              "The other factor is a.", [](Paths& p) { p.db = p.dout * p.a; }),
        wrong(kOfB, "db-by-the-sigmoid", "What stands beside b in the product: the sigmoid alone?",
              "The gate is the sigmoid of a, as in a GLU.", [](Paths& p) { p.db = p.dout * p.s; }),
        wrong(kOfB, "db-by-itself",
              "The gradient with respect to a factor: does that factor itself occur in it?",
              "A factor's gradient is dout times that factor.", [](Paths& p) { p.db = p.dout * p.b; }),
        wrong(kOfB, "db-passes", "Does out move by 1 when b moves by 1?",
              "The path without an activation passes.", [](Paths& p) { p.db = p.dout; }),
        {.id = "silu-on-the-other",
         .spoils = {"x", "w", "v"},
         .hint = "Which of the two projections passes the silu in the forward pass?",
         .misconception = "v is the gate.",
         .answer = with({"x", "w", "v"},
                        [](Paths& p) {
                          const Matrix s = backprop::gate(p.b);
                          p.da = p.dout * p.b * s;
                          p.db = p.dout * p.a * (s + p.b * s * (1.0 - s));
                        })},
        {.id = "averaged-over-time",
         .spoils = {"w", "v"},
         .hint = "Every time step uses the same weights: do their gradients add up, or are they averaged?",
         .misconception = "What all steps share gets the mean of their gradients.",
         .answer =
             [](Given& given) {
               return scaled(given.right, {"w", "v"},
                             1.0 / static_cast<double>(given.in.tensor3("x").shape(1)));
             }},
        {.id = "averaged-over-the-batch",
         .spoils = {"w", "v"},
         .hint = "Does this layer average anything over the sequences, or does the loss that comes after it?",
         .misconception = "Weights' gradients are divided by the batch size.",
         .answer =
             [](Given& given) {
               return scaled(given.right, {"w", "v"},
                             1.0 / static_cast<double>(given.in.tensor3("x").shape(0)));
             }},
    }};

}  // namespace grader::swiglu_mistakes
