#include "grader/circuits/pictures.hpp"

#include <algorithm>

namespace grader {

namespace {

// A wire by its key in the numbers, and the nodes that it connects.
struct WirePlace {
  std::string key;
  std::string from;
  std::string to;
};

Circuit filled(std::string title, std::vector<CircuitNode> nodes, const std::vector<WirePlace>& places,
               const WireNumbers& numbers) {
  Circuit circuit{std::move(title), std::move(nodes), {}};
  for (const auto& [key, from, to] : places) {
    const std::string name = key.substr(0, key.find('@'));
    circuit.wires.push_back({name, from, to, numbers.values.at(name), numbers.gradients.at(key)});
  }
  return circuit;
}

}  // namespace

std::map<std::string, double> values_of_seven_gates(double x, double y, double z) {
  std::map<std::string, double> at = {{"x", x}, {"y", y}, {"z", z}, {"y1", y}, {"y2", y}};
  at["p"] = at["x"] * at["y1"];
  at["s"] = at["s1"] = at["s2"] = at["y2"] + at["z"];
  at["m"] = std::max(at["p"], at["s1"]);
  at["q"] = at["m"] * at["s2"];
  at["out"] = at["q"] * at["q"];
  return at;
}

Circuit seven_gates(const WireNumbers& numbers) {
  return filled("A circuit of seven gates with the value and the gradient of every wire",
                {{"x", "x", 0, 0},
                 {"y", "y", 0, 1.5},
                 {"z", "z", 0, 3},
                 {"copy of y", "", 1, 1.5},
                 {"p", "*", 2, 0.5},
                 {"s", "+", 2, 2.5},
                 {"copy of s", "", 3, 2.5},
                 {"m", "max", 4, 0.8},
                 {"q", "*", 5, 1.8},
                 {"out", "square", 6.3, 1.8},
                 {"end", "loss", 7.7, 1.8}},
                {{"x", "x", "p"},
                 {"y", "y", "copy of y"},
                 {"y1", "copy of y", "p"},
                 {"y2", "copy of y", "s"},
                 {"z", "z", "s"},
                 {"p", "p", "m"},
                 {"s", "s", "copy of s"},
                 {"s1", "copy of s", "m"},
                 {"s2", "copy of s", "q"},
                 {"m", "m", "q"},
                 {"q", "q", "out"},
                 {"out", "out", "end"}},
                numbers);
}

Circuit batchnorm_graph(const WireNumbers& numbers) {
  return filled("Batch normalisation, node by node, with the numbers of one example",
                {{"x", "x", 0, 0},
                 {"mu", "mean", 1, 1.2},
                 {"xmu", "-", 2, 0},
                 {"sq", "square", 3.2, 2.3},
                 {"var", "mean", 5, 2.3},
                 {"sqrtvar", "sqrt(. + eps)", 7.2, 2.3},
                 {"ivar", "1 / .", 7.2, 1.2},
                 {"xhat", "*", 7.2, 0},
                 {"gamma", "gamma", 8.8, 1.2},
                 {"scale", "*", 8.8, 0},
                 {"beta", "beta", 10.4, 1.2},
                 {"out", "+", 10.4, 0},
                 {"end", "loss", 11.8, 0}},
                {{"x@mu", "x", "mu"},
                 {"x@xmu", "x", "xmu"},
                 {"mu", "mu", "xmu"},
                 {"xmu@sq", "xmu", "sq"},
                 {"xmu@xhat", "xmu", "xhat"},
                 {"sq", "sq", "var"},
                 {"var", "var", "sqrtvar"},
                 {"sqrtvar", "sqrtvar", "ivar"},
                 {"ivar", "ivar", "xhat"},
                 {"xhat", "xhat", "scale"},
                 {"gamma", "gamma", "scale"},
                 {"scaled", "scale", "out"},
                 {"beta", "beta", "out"},
                 {"out", "out", "end"}},
                numbers);
}

}  // namespace grader
