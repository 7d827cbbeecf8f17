#include <algorithm>

#include "grader/mistakes/catalogue/attending.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::attention_recomputed_mistakes {

using namespace backprop;

using One = const AttendingSequence&;

std::size_t tile_of(const Given& given) { return static_cast<std::size_t>(given.attributes.at("tile")); }

Vector right_delta(One one) { return sum(one.p * one.dweights, 1); }

// From weights that were made again in some way, with one delta a query.
AttendingGradients from_weights(One one, const Matrix& p, const Vector& delta) {
  AttendingGradients gradients = from_products(one, one.scale * p * (one.dweights - as_column(delta)));
  gradients.dv = matmul(transpose(p), one.d);
  return gradients;
}

AttendingGradients without_a_mask(One one, Given&) {
  return from_weights(one, backprop::exp(one.s - as_column(one.lse)), right_delta(one));
}

AttendingGradients with_the_largest_score(One one, Given&) {
  return from_weights(one, one.p / as_column(max(one.p, 1)), right_delta(one));
}

// Sums p, or p dp, over the keys of each tile, for every place of the tile.
Matrix sums_over_tiles(const Matrix& x, std::size_t tile) {
  Matrix sums = zeros_like(x);
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    for (std::size_t j = 0; j < x.shape(1); ++j) {
      const std::size_t first = j / tile * tile;
      for (std::size_t other = first; other < std::min(first + tile, x.shape(1)); ++other)
        sums(i, j) += x(i, other);
    }
  }
  return sums;
}

AttendingGradients with_delta_of_each_tile(One one, Given& given) {
  const Matrix delta = sums_over_tiles(one.p * one.dweights, tile_of(given));
  return from_products(one, one.scale * one.p * (one.dweights - delta));
}

AttendingGradients with_softmax_of_each_tile(One one, Given& given) {
  const Matrix sums = sums_over_tiles(one.p, tile_of(given));
  return from_weights(one, where(sums > 0.0, one.p / where(sums > 0.0, sums, 1.0), 0.0), right_delta(one));
}

AttendingGradients with_averaged_delta(One one, Given&) {
  const auto M = static_cast<double>(one.d.shape(1));
  return from_products(one, one.scale * one.p * (one.dweights - as_column(right_delta(one) / M)));
}

// Hides keys by their places within a tile, not within the sequence.
AttendingGradients with_mask_within_tiles(One one, Given& given) {
  const std::size_t tile = tile_of(given);
  Matrix p = one.p;
  for (std::size_t i = 0; one.causal && i < p.shape(0); ++i) {
    for (std::size_t j = 0; j < p.shape(1); ++j) {
      if (j % tile > i % tile) p(i, j) = 0.0;
    }
  }
  return from_weights(one, p, right_delta(one));
}

// Only tiles that are whole.
AttendingGradients without_the_last_tile(One one, Given& given) {
  const std::size_t tile = tile_of(given);
  const std::size_t rows = one.p.shape(0) / tile * tile;
  const std::size_t columns = one.p.shape(1) / tile * tile;
  Matrix p = one.p;
  for (std::size_t i = 0; i < p.shape(0); ++i) {
    for (std::size_t j = 0; j < p.shape(1); ++j) {
      if (i >= rows || j >= columns) p(i, j) = 0.0;
    }
  }
  return from_weights(one, p, right_delta(one));
}

// dq of the last tile of keys in which a query sees one.
AttendingGradients with_dq_overwritten(One one, Given& given) {
  const std::size_t tile = tile_of(given);
  Matrix ds = one.scale * through_softmax(one);
  for (std::size_t i = 0; i < ds.shape(0); ++i) {
    const std::size_t last_key =
        one.causal ? std::min(i / tile * tile + tile, ds.shape(1)) - 1 : ds.shape(1) - 1;
    for (std::size_t j = 0; j < last_key / tile * tile; ++j) ds(i, j) = 0.0;
  }
  return {matmul(ds, one.k)};
}

// dk and dv of the last tile of queries.
AttendingGradients with_dk_and_dv_overwritten(One one, Given& given) {
  const std::size_t tile = tile_of(given);
  Matrix ds = one.scale * through_softmax(one);
  Matrix p = one.p;
  for (std::size_t i = 0; i < (ds.shape(0) - 1) / tile * tile; ++i) {
    for (std::size_t j = 0; j < ds.shape(1); ++j) ds(i, j) = p(i, j) = 0.0;
  }
  return {zeros(0, 0), matmul(transpose(ds), one.q), matmul(transpose(p), one.d)};
}

const std::vector<std::string> kAll = {"q", "k", "v"};

const MistakeRegistration registration{
    "attention_recomputed",
    attending_mistakes_and({
        {.id = "delta-of-each-tile",
         .spoils = {"q", "k"},
         .hint = "The softmax of a query runs over all its keys: does your delta, when there are two tiles?",
         .misconception = "Each tile is a small attention of its own, with a softmax gradient of its own.",
         .answer = each_sequence(with_delta_of_each_tile)},
        {.id = "softmax-of-each-tile",
         .spoils = kAll,
         .hint = "What do the weights of one query add up to, over all tiles of its row?",
         .misconception = "The weights of a tile are a softmax of the tile's scores.",
         .answer = each_sequence(with_softmax_of_each_tile)},
        {.id = "delta-averaged",
         .spoils = {"q", "k"},
         .hint = "delta is a product of two vectors, dout and out: what is done with its terms?",
         .misconception = "delta is the mean of dout times out.",
         .answer = each_sequence(with_averaged_delta)},
        {.id = "mask-forgotten",
         .spoils = kAll,
         .hint = "lse sums over the keys that a query sees: what is e^(s - lse) for the others?",
         .misconception = "lse knows of the mask already, so the scores need none.",
         .answer = each_sequence(without_a_mask)},
        {.id = "mask-within-tiles",
         .spoils = kAll,
         .hint = "In a tile left of the diagonal, which keys does its first query see?",
         .misconception = "Each tile is masked like a small attention, above its own diagonal.",
         .answer = each_sequence(with_mask_within_tiles)},
        {.id = "last-tile-forgotten",
         .spoils = kAll,
         .hint = "How many tiles of 3 does a sequence of 5 need?",
         .misconception = "A sequence has T / tile tiles, in whole numbers.",
         .answer = each_sequence(without_the_last_tile)},
        {.id = "dq-overwritten",
         .spoils = {"q"},
         .hint =
             "A query meets one tile of keys after the other: what happens to the first one's share of dq?",
         .misconception = "Each tile has a dq of its own, which is put in its place.",
         .answer = each_sequence(with_dq_overwritten)},
        {.id = "dk-and-dv-overwritten",
         .spoils = {"k", "v"},
         .hint = "A key is met by one tile of queries after the other: do their shares of dk add up?",
         .misconception = "Each tile has a dk and a dv of its own, which are put in their places.",
         .answer = each_sequence(with_dk_and_dv_overwritten)},
        {.id = "largest-score-for-lse",
         .spoils = kAll,
         .hint = "e^(s - lse) is a weight: what do the weights of a query add up to?",
         .misconception = "What is taken off the scores is their maximum, as in any stable softmax.",
         .answer = each_sequence(with_the_largest_score)},
    })};

}  // namespace grader::attention_recomputed_mistakes
