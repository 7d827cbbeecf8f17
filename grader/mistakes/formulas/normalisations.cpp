// Layers that subtract a mean and divide by the root of a variance. They differ in which elements share them.
#include <cmath>
#include <functional>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::normalisation_formulas {

// Which mean and variance an element of x belongs to, and which gamma.
struct Sharing {
  std::function<std::size_t(std::size_t i)> group;
  std::function<std::size_t(std::size_t i)> feature;
};

// The sums of a group, and its size.
struct Group {
  double count = 0.0, mean = 0.0, variance = 0.0, of_dxhat = 0.0, of_product = 0.0;
};

std::vector<FormulaTerm> terms_of_dx(const Case& the_case, const Tensors& upstream, const Sharing& sharing) {
  const Tensor& x = the_case.inputs.at("x");
  const std::vector<double>& gamma = the_case.inputs.at("gamma").values;
  const double eps = the_case.attributes.at("eps");
  std::map<std::size_t, Group> groups;
  const auto each = [&](const auto& visit) {
    for (std::size_t i = 0; i < x.values.size(); ++i) visit(groups[sharing.group(i)], i);
  };
  each([](Group& group, std::size_t) { ++group.count; });
  each([&](Group& group, std::size_t i) { group.mean += x.values[i] / group.count; });
  each([&](Group& group, std::size_t i) {
    const double away = x.values[i] - group.mean;
    group.variance += away * away / group.count;
  });
  Tensor dxhat = upstream.at("out"), xhat = x;
  each([&](Group& group, std::size_t i) {
    dxhat.values[i] *= gamma.at(sharing.feature(i));
    xhat.values[i] = (x.values[i] - group.mean) / std::sqrt(group.variance + eps);
    group.of_dxhat += dxhat.values[i] / group.count;
    group.of_product += dxhat.values[i] * xhat.values[i] / group.count;
  });
  Tensor direct = x, by_mean = x, by_variance = x;
  each([&](const Group& group, std::size_t i) {
    const double scale = 1.0 / std::sqrt(group.variance + eps);
    direct.values[i] = scale * dxhat.values[i];
    by_mean.values[i] = -scale * group.of_dxhat;
    by_variance.values[i] = -scale * xhat.values[i] * group.of_product;
  });
  return {{"x", "the term of dxhat itself", std::move(direct)},
          {"x", "the term that comes through the mean", std::move(by_mean)},
          {"x", "the term that comes through the variance", std::move(by_variance)}};
}

std::vector<FormulaTerm> rows(const Case& the_case, const Tensors& upstream) {
  const std::size_t D = the_case.inputs.at("x").shape[1];
  return terms_of_dx(the_case, upstream,
                     {[D](std::size_t i) { return i / D; }, [D](std::size_t i) { return i % D; }});
}

std::vector<FormulaTerm> columns(const Case& the_case, const Tensors& upstream) {
  const std::size_t D = the_case.inputs.at("x").shape[1];
  const auto column = [D](std::size_t i) { return i % D; };
  return terms_of_dx(the_case, upstream, {column, column});
}

std::vector<FormulaTerm> channels(const Case& the_case, const Tensors& upstream) {
  const Shape& shape = the_case.inputs.at("x").shape;
  const auto channel = [C = shape[1], pixels = shape[2] * shape[3]](std::size_t i) { return i / pixels % C; };
  return terms_of_dx(the_case, upstream, {channel, channel});
}

std::vector<FormulaTerm> groups_of_channels(const Case& the_case, const Tensors& upstream) {
  const Shape& shape = the_case.inputs.at("x").shape;
  const std::size_t pixels = shape[2] * shape[3];
  const std::size_t in_group = shape[1] / static_cast<std::size_t>(the_case.attributes.at("groups")) * pixels;
  return terms_of_dx(the_case, upstream,
                     {[in_group](std::size_t i) { return i / in_group; },
                      [C = shape[1], pixels](std::size_t i) { return i / pixels % C; }});
}

const FormulaRegistration layernorm{"layernorm", {.terms = rows}};
const FormulaRegistration batchnorm_alt{"batchnorm_alt", {.terms = columns}};
const FormulaRegistration batchnorm{"batchnorm", {.terms = columns}};
const FormulaRegistration spatial_batchnorm{"spatial_batchnorm", {.terms = channels}};
const FormulaRegistration group_norm{"group_norm", {.terms = groups_of_channels}};

}  // namespace grader::normalisation_formulas
