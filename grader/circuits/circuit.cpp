#include "grader/circuits/circuit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "grader/base/numbers.hpp"

namespace grader {

namespace {

constexpr double kColumn = 120;
constexpr double kRow = 82;
constexpr double kMargin = 46;
constexpr double kHalfHeight = 17;  // of a node
constexpr double kDot = 5;          // the radius of a copy
constexpr int kDigits = 4;

// Black and red in the light, and what stands for them in the dark. The halo keeps numbers off the wires.
constexpr std::string_view kStyle = R"css(
.circuit { color-scheme: light dark; color: #1b1f24; font: 14px Helvetica, Arial, sans-serif; }
.circuit .box { fill: none; stroke: currentColor; stroke-width: 1.2; }
.circuit .wire { stroke: currentColor; stroke-width: 1.2; }
.circuit .tip { fill: currentColor; }
.circuit text { fill: currentColor; text-anchor: middle;
  stroke: Canvas; stroke-width: 5px; paint-order: stroke; }
.circuit .gradient { fill: #c01020; }
@media (prefers-color-scheme: dark) {
  .circuit { color: #e6edf3; }
  .circuit .gradient { fill: #ff8f8a; }
  }
)css";

// A wrong wire differs in more than its colour: it is thick and dashed, and says so in words.
constexpr std::string_view kWrongStyle = R"css(
.circuit .wrong { stroke: #b35900; stroke-width: 3; stroke-dasharray: 7 4; }
.circuit .wrong-tip { fill: #b35900; }
.circuit text.right { fill: #116329; }
@media (prefers-color-scheme: dark) {
  .circuit .wrong { stroke: #ffb454; }
  .circuit .wrong-tip { fill: #ffb454; }
  .circuit text.right { fill: #56d364; }
}
)css";

struct Point {
  double x = 0;
  double y = 0;
};

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string shown(double value) { return format_number(value, kDigits); }

const CircuitNode& node_of(const Circuit& circuit, const std::string& name) {
  const auto found = std::ranges::find(circuit.nodes, name, &CircuitNode::name);
  if (found == circuit.nodes.end()) throw std::logic_error("a circuit has no node " + name);
  return *found;
}

Point centre(const CircuitNode& node) { return {kMargin + node.column * kColumn, kMargin + node.row * kRow}; }

double half_width(const CircuitNode& node) {
  constexpr double kOfLetter = 4.2;
  return std::max(kHalfHeight, 8 + kOfLetter * static_cast<double>(node.label.size()));
}

// Returns where a line from the middle of a node, in this direction, leaves it.
Point edge(const CircuitNode& node, Point towards) {
  const Point from = centre(node);
  const double dx = towards.x - from.x;
  const double dy = towards.y - from.y;
  const double length = std::hypot(dx, dy);
  double reach = kDot / length;
  if (!node.label.empty()) {
    reach =
        std::min(half_width(node) / std::max(std::abs(dx), 1e-9), kHalfHeight / std::max(std::abs(dy), 1e-9));
  }
  return {from.x + reach * dx, from.y + reach * dy};
}

std::string node_svg(const CircuitNode& node) {
  const Point at = centre(node);
  if (node.label.empty())
    return fmt::format("<circle class=\"tip\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/>\n", at.x, at.y, kDot);
  const double half = half_width(node);
  return fmt::format(
      "<rect class=\"box\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" rx=\"{}\"/>\n"
      "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
      at.x - half, at.y - kHalfHeight, 2 * half, 2 * kHalfHeight, kHalfHeight, at.x, at.y + 5,
      escaped(node.label));
}

std::string line_svg(Point from, Point to, bool wrong) {
  constexpr double kTip = 8;
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const Point along = {(to.x - from.x) / length, (to.y - from.y) / length};
  const Point base = {to.x - kTip * along.x, to.y - kTip * along.y};
  const Point side = {-along.y * kTip / 2, along.x * kTip / 2};
  return fmt::format(
      "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n"
      "<polygon class=\"{}\" points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\"/>\n",
      wrong ? "wrong" : "wire", from.x, from.y, base.x, base.y, wrong ? "wrong-tip" : "tip", to.x, to.y,
      base.x + side.x, base.y + side.y, base.x - side.x, base.y - side.y);
}

std::string numbers_svg(const CircuitWire& wire, Point from, Point to) {
  const double x = (from.x + to.x) / 2;
  const double y = (from.y + to.y) / 2;
  const std::string name = escaped(wire.name);
  const auto [gradient, right] = wire.right_gradient ? format_apart(wire.gradient, *wire.right_gradient)
                                                     : std::pair(shown(wire.gradient), std::string());
  std::string text = fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\">{} = {}</text>\n"
      "<text class=\"gradient\" x=\"{:.1f}\" y=\"{:.1f}\">d{} = {}{}</text>\n",
      x, y - 6, name, shown(wire.value), x, y + 17, name, gradient, right.empty() ? "" : " ✗");
  if (!right.empty())
    text += fmt::format("<text class=\"right\" x=\"{:.1f}\" y=\"{:.1f}\">not {}</text>\n", x, y + 34, right);
  return text;
}

bool has_wrong_wire(const Circuit& circuit) {
  return std::ranges::any_of(circuit.wires,
                             [](const CircuitWire& wire) { return wire.right_gradient.has_value(); });
}

Point size_of(const Circuit& circuit) {
  Point size;
  for (const CircuitNode& node : circuit.nodes) {
    const Point at = centre(node);
    size = {std::max(size.x, at.x), std::max(size.y, at.y)};
  }
  return {size.x + kMargin, size.y + kMargin};
}

}  // namespace

std::string circuit_svg(const Circuit& circuit) {
  const Point size = size_of(circuit);
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"circuit\" role=\"img\" aria-label=\"{}\" "
      "viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\">\n<style>{}</style>\n",
      escaped(circuit.title), size.x, size.y, size.x, size.y,
      std::string(kStyle) + (has_wrong_wire(circuit) ? std::string(kWrongStyle) : std::string()));
  std::string numbers;
  for (const CircuitWire& wire : circuit.wires) {
    const CircuitNode& from = node_of(circuit, wire.from);
    const CircuitNode& to = node_of(circuit, wire.to);
    const Point begin = edge(from, centre(to));
    const Point end = edge(to, centre(from));
    svg += line_svg(begin, end, wire.right_gradient.has_value());
    numbers += numbers_svg(wire, begin, end);
  }
  for (const CircuitNode& node : circuit.nodes) svg += node_svg(node);
  return svg + numbers + "</svg>\n";
}

}  // namespace grader
