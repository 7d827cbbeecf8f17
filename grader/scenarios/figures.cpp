#include "grader/scenarios/figures.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "grader/base/json.hpp"

namespace grader {

namespace {

constexpr std::size_t kBins = 20;

std::string specification(const std::string& title, Json mark, Json values, Json encoding) {
  return Json{{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
              {"title", title},
              {"width", 360},
              {"height", 200},
              {"data", {{"values", std::move(values)}}},
              {"mark", std::move(mark)},
              {"encoding", std::move(encoding)}}
      .dump();
}

Json quantitative(const char* field, const std::string& axis) {
  return {{"field", field}, {"type", "quantitative"}, {"title", axis}};
}

Json vertical(const std::string& axis, bool logarithmic) {
  Json y = quantitative("y", axis);
  if (logarithmic) {
    y["scale"] = {{"type", "log"}};
    y["axis"] = {{"format", ".0e"}};  // one notation, whatever the range
  }
  return y;
}

// Returns a line for each series. `x_at` gives the x coordinate of a series' i-th value.
Figure series_figure(const std::string& id, const std::string& title, Json x, Json y,
                     const std::vector<std::pair<std::string, std::vector<double>>>& series,
                     const std::function<Json(std::size_t)>& x_at) {
  Json data = Json::array();
  for (const auto& [name, values] : series) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      Json value = std::isfinite(values[i]) ? Json(values[i]) : Json(nullptr);
      data.push_back({{"series", name}, {"x", x_at(i)}, {"y", std::move(value)}});
    }
  }
  return {id, title,
          specification(title, "line", std::move(data),
                        {{"x", std::move(x)},
                         {"y", std::move(y)},
                         {"color", {{"field", "series"}, {"type", "nominal"}, {"title", nullptr}}},
                         {"strokeDash", {{"field", "series"}, {"type", "nominal"}, {"title", nullptr}}}})};
}

// Returns 0 where no value is finite.
double largest_magnitude(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  return largest;
}

Json ordinal(const char* field) { return {{"field", field}, {"type", "ordinal"}, {"axis", nullptr}}; }

}  // namespace

Figure histogram(const std::string& id, const std::string& title, const std::string& axis,
                 const std::vector<double>& values, double low, double high) {
  std::vector<std::size_t> counts(kBins, 0);
  for (const double value : values) {
    if (!(value >= low && value <= high)) continue;
    const auto bin = static_cast<std::size_t>((value - low) / (high - low) * static_cast<double>(kBins));
    ++counts[std::min(bin, kBins - 1)];
  }
  Json data = Json::array();
  const double width = (high - low) / static_cast<double>(kBins);
  for (std::size_t i = 0; i < kBins; ++i) {
    const double from = low + width * static_cast<double>(i);
    data.push_back({{"from", from}, {"to", from + width}, {"count", counts[i]}});
  }
  return {
      id, title,
      specification(
          title, "bar", std::move(data),
          {{"x", {{"field", "from"}, {"type", "quantitative"}, {"bin", {{"binned", true}}}, {"title", axis}}},
           {"x2", {{"field", "to"}}},
           {"y", {{"field", "count"}, {"type", "quantitative"}, {"title", "count"}}}})};
}

Figure lines(const std::string& id, const std::string& title, const std::string& x_axis,
             const std::string& y_axis,
             const std::vector<std::pair<std::string, std::vector<double>>>& series, bool logarithmic) {
  return series_figure(id, title, quantitative("x", x_axis), vertical(y_axis, logarithmic), series,
                       [](std::size_t i) { return Json(i); });
}

Figure curves(const std::string& id, const std::string& title, const std::string& x_axis,
              const std::string& y_axis, const std::vector<double>& x,
              const std::vector<std::pair<std::string, std::vector<double>>>& series, bool logarithmic) {
  return series_figure(id, title, quantitative("x", x_axis), vertical(y_axis, logarithmic), series,
                       [&](std::size_t i) { return Json(x.at(i)); });
}

Figure bars(const std::string& id, const std::string& title, const std::string& x_axis,
            const std::string& y_axis, const std::vector<std::string>& places,
            const std::vector<std::pair<std::string, std::vector<double>>>& series) {
  Json x = {{"field", "x"}, {"type", "ordinal"}, {"title", x_axis}, {"axis", {{"labelAngle", 0}}}};
  x["sort"] = nullptr;
  Figure figure = series_figure(id, title, std::move(x), quantitative("y", y_axis), series,
                                [&](std::size_t i) { return Json(places.at(i)); });
  Json chart = parse_json(figure.vega_lite);
  chart["mark"] = "bar";
  chart["encoding"].erase("strokeDash");
  Json names = Json::array();
  for (const auto& [name, values] : series) names.push_back(name);
  chart["encoding"]["xOffset"] = {{"field", "series"}, {"sort", names}};
  chart["encoding"]["color"]["sort"] = names;
  figure.vega_lite = chart.dump();
  return figure;
}

Figure images(const std::string& id, const std::string& title, const std::vector<Panel>& panels,
              std::size_t columns, std::size_t cell) {
  Json data = Json::array();
  for (const Panel& panel : panels) {
    const double largest = largest_magnitude(panel.values);
    for (std::size_t i = 0; i < panel.values.size(); ++i) {
      const double value = panel.values[i];
      if (!std::isfinite(value)) continue;
      data.push_back({{"image", panel.label},
                      {"row", i / panel.side},
                      {"column", i % panel.side},
                      {"value", value},
                      {"shade", largest == 0.0 ? 0.0 : value / largest}});
    }
  }
  const Json shade = {
      {"field", "shade"},
      {"type", "quantitative"},
      {"legend", nullptr},
      {"scale",
       {{"domain", {-1, 0, 1}}, {"range", {"#c62828", "#ffffff", "#1a1a1a"}}, {"interpolate", "rgb"}}}};
  Json labels = Json::array();
  for (const Panel& panel : panels) labels.push_back(panel.label);
  const Json facet = {{"field", "image"},
                      {"type", "nominal"},
                      {"sort", labels},
                      {"header", {{"title", nullptr}, {"labelPadding", 3}}}};
  const Json image = {{"width", {{"step", cell}}},
                      {"height", {{"step", cell}}},
                      {"mark", "rect"},
                      {"encoding", {{"x", ordinal("column")}, {"y", ordinal("row")}, {"color", shade}}}};
  return {id, title,
          Json{{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
               {"title", title},
               {"data", {{"values", std::move(data)}}},
               {"facet", facet},
               {"columns", columns},
               {"spacing", 10},
               {"resolve", {{"scale", {{"x", "independent"}, {"y", "independent"}}}}},
               {"spec", image}}
              .dump()};
}

Figure heat_map(const std::string& id, const std::string& title, const std::string& x_axis,
                const std::string& y_axis, const std::string& meaning, const std::vector<std::string>& labels,
                const std::vector<double>& values) {
  const auto label = [&](std::size_t i) { return std::to_string(i) + " " + labels[i]; };
  const auto nominal = [](const char* field, const std::string& axis) {
    return Json{{"field", field}, {"type", "nominal"}, {"title", axis}};
  };
  Json data = Json::array();
  const std::size_t n = labels.size();
  for (std::size_t i = 0; i < n * n; ++i) {
    Json value = std::isfinite(values.at(i)) ? Json(values.at(i)) : Json(nullptr);
    data.push_back({{"x", label(i % n)}, {"y", label(i / n)}, {"value", std::move(value)}});
  }
  return {id, title,
          specification(title, "rect", std::move(data),
                        {{"x", nominal("x", x_axis)},
                         {"y", nominal("y", y_axis)},
                         {"color", quantitative("value", meaning)}})};
}

}  // namespace grader
