// The grader's side: the reference's layers, as outside functions that a worker's stand-ins call.
#include <backprop/affine.hpp>
#include <backprop/attention.hpp>
#include <backprop/batchnorm.hpp>
#include <backprop/conv.hpp>
#include <backprop/conv_im2col.hpp>
#include <backprop/cross_entropy_smoothed.hpp>
#include <backprop/dropout.hpp>
#include <backprop/gather.hpp>
#include <backprop/gather_rows.hpp>
#include <backprop/gelu.hpp>
#include <backprop/group_norm.hpp>
#include <backprop/gru_step.hpp>
#include <backprop/huber_loss.hpp>
#include <backprop/im2col.hpp>
#include <backprop/l2_penalty.hpp>
#include <backprop/layernorm.hpp>
#include <backprop/lstm_step.hpp>
#include <backprop/max_pool.hpp>
#include <backprop/multi_head_attention.hpp>
#include <backprop/pad.hpp>
#include <backprop/relu.hpp>
#include <backprop/rmsnorm.hpp>
#include <backprop/rnn_step.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/spatial_batchnorm.hpp>
#include <backprop/td_target.hpp>
#include <backprop/transformer_block.hpp>

#include "grader/ops/argument_shapes.hpp"
#include "grader/ops/packing.hpp"
#include "grader/stand_ins/window_work.hpp"

namespace grader {
namespace {

template <class Function>
OutsideRegistration enter(const char* name, const char* arguments, Function* function) {
  return {name, checked_outside(name, arguments, outside_function(function))};
}

template <class Function>
OutsideRegistration enter_windowed(const char* name, const char* arguments,
                                   WindowWork (*work)(const TensorList&), Function* function) {
  return {name, checked_outside(name, arguments, with_modest_work(name, work, outside_function(function)))};
}

WindowWork padding_work(const TensorList& arguments) {
  return work_on(arguments, 0, 1.0, 1.0, 1.0, number_at(arguments, 1));
}

WindowWork im2col_work(const TensorList& arguments) {
  return work_on(arguments, 0, number_at(arguments, 1), number_at(arguments, 2), number_at(arguments, 3),
                 number_at(arguments, 4));
}

// From a cache, which holds the shape of x as numbers; the first of them is the argument at `place`.
WindowWork col2im_work_at(const TensorList& arguments, std::size_t place) {
  const auto at = [&](std::size_t after) { return number_at(arguments, place + after); };
  return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)};
}

WindowWork col2im_work(const TensorList& arguments) { return col2im_work_at(arguments, 1); }
WindowWork conv_im2col_backward_work(const TensorList& arguments) { return col2im_work_at(arguments, 3); }

WindowWork pooling_work_at(const TensorList& arguments, std::size_t x) {
  return work_on(arguments, x, number_at(arguments, x + 1), number_at(arguments, x + 2),
                 number_at(arguments, x + 3), 0.0);
}

WindowWork pooling_work(const TensorList& arguments) { return pooling_work_at(arguments, 0); }
WindowWork pooling_backward_work(const TensorList& arguments) { return pooling_work_at(arguments, 1); }

WindowWork conv_work_at(const TensorList& arguments, std::size_t x, std::size_t stride) {
  const std::size_t w = x + 1;
  return work_on(arguments, x, size_at(arguments, w, 2), size_at(arguments, w, 3),
                 number_at(arguments, stride), number_at(arguments, stride + 1), size_at(arguments, w, 0));
}

WindowWork conv_forward_work(const TensorList& arguments) { return conv_work_at(arguments, 0, 3); }
WindowWork conv_backward_work(const TensorList& arguments) { return conv_work_at(arguments, 1, 3); }

// Attention is bounded by its weights, one for each pair of a query and a key, of which each of `heads` has
// its own. They are more than its arguments.
template <class Function>
OutsideRegistration enter_attending(const char* name, const char* arguments,
                                    double (*heads)(const TensorList&), Function* function) {
  const OutsideFunction inner = outside_function(function);
  return {name, checked_outside(name, arguments, [=](const TensorList& list) {
            const double queries = size_at(list, 0, 1);
            const double keys = list.at(1).shape.size() == 3 ? size_at(list, 1, 1) : queries;
            if (!(heads(list) * size_at(list, 0, 0) * queries * keys <= kMostPaddedElements))
              throw backprop::ShapeError(std::string(name) + ": the weights are more than any of the course");
            return inner(list);
          })};
}

double one_head(const TensorList&) { return 1.0; }
double heads_of_attention(const TensorList& arguments) { return number_at(arguments, 5); }
double heads_of_block(const TensorList& arguments) { return number_at(arguments, 13); }

// The arguments in the order of the parameters, a cache by its members.
const OutsideRegistration registrations[] = {
    enter("affine_forward", "N,D D,M M", backprop::affine_forward),
    enter("affine_backward", "N,M N,D D,M", backprop::affine_backward),
    enter("relu_forward", "N,D", backprop::relu_forward),
    enter("relu_backward", "N,D N,D", backprop::relu_backward),
    enter("softmax_loss_forward", "N,C N<C", backprop::softmax_loss_forward),
    enter("softmax_loss_backward", ". N,C N<C", backprop::softmax_loss_backward),
    enter("l2_penalty_forward", "D,M .", backprop::l2_penalty_forward),
    enter("l2_penalty_backward", ". D,M .", backprop::l2_penalty_backward),
    enter("batchnorm_forward", "N,D D D . . . D? D?", backprop::batchnorm_forward),
    enter("batchnorm_backward", "N,D N,D D D N,D D", backprop::batchnorm_backward),
    enter("dropout_forward", "N,D . . *", backprop::dropout_forward),
    enter("dropout_backward", "N,D . N,D?", backprop::dropout_backward),
    enter("rnn_step_forward", "N,D N,H D,H H,H H", backprop::rnn_step_forward),
    enter("rnn_step_backward", "N,H N,D N,H D,H H,H N,H", backprop::rnn_step_backward),
    enter("lstm_step_forward", "N,D N,H N,H D,4H H,4H 4H", backprop::lstm_step_forward),
    enter("lstm_step_backward", "N,H N,H N,D N,H N,H D,4H H,4H N,H N,H N,H N,H N,H",
          backprop::lstm_step_backward),
    enter("gru_step_forward", "N,D N,H D,3H H,3H 3H", backprop::gru_step_forward),
    enter("gru_step_backward", "N,H N,D N,H D,3H H,3H N,H N,H N,H", backprop::gru_step_backward),
    enter("gather_forward", "N,A N<A", backprop::gather_forward),
    enter("gather_backward", "N N<A =A", backprop::gather_backward),
    enter("gather_rows_forward", "K,D N<K", backprop::gather_rows_forward),
    enter("gather_rows_backward", "N,D N<K =K =D", backprop::gather_rows_backward),
    enter("td_target", "N N,A N<2 .", backprop::td_target),
    enter("huber_loss_forward", "N N .", backprop::huber_loss_forward),
    enter("huber_loss_backward", ". N .", backprop::huber_loss_backward),
    enter_windowed("pad_forward", "N,C,H,W .", padding_work, backprop::pad_forward),
    enter("pad_backward", "N,C,H,W .", backprop::pad_backward),
    enter_windowed("im2col_forward", "N,C,H,W =HH =WW . .", im2col_work, backprop::im2col_forward),
    enter_windowed("im2col_backward", "R,Q =N =C =H =W =HH =WW . .", col2im_work, backprop::im2col_backward),
    enter_windowed("conv_forward", "N,C,H,W F,C,HH,WW F . .", conv_forward_work, backprop::conv_forward),
    enter_windowed("conv_backward", "N,F,I,J N,C,H,W F,C,HH,WW . .", conv_backward_work,
                   backprop::conv_backward),
    enter_windowed("conv_im2col_forward", "N,C,H,W F,C,HH,WW F . .", conv_forward_work,
                   backprop::conv_im2col_forward),
    enter_windowed("conv_im2col_backward", "N,F,I,J R,Q F,C,HH,WW =N =C =H =W =HH =WW . .",
                   conv_im2col_backward_work, backprop::conv_im2col_backward),
    enter_windowed("max_pool_forward", "N,C,H,W . . .", pooling_work, backprop::max_pool_forward),
    enter_windowed("max_pool_backward", "N,C,I,J N,C,H,W . . .", pooling_backward_work,
                   backprop::max_pool_backward),
    enter("spatial_batchnorm_forward", "N,C,H,W C C . . . C? C?", backprop::spatial_batchnorm_forward),
    enter("spatial_batchnorm_backward", "N,C,H,W =N =H =W R,C C C R,C C",
          backprop::spatial_batchnorm_backward),
    enter("group_norm_forward", "N,C,H,W C C . .", backprop::group_norm_forward),
    enter("group_norm_backward", "N,C,H,W N,C,H,W N,G C", backprop::group_norm_backward),
    enter("layernorm_forward", "N,D D D .", backprop::layernorm_forward),
    enter("layernorm_backward", "N,D N,D N D", backprop::layernorm_backward),
    enter("gelu_forward", "N,T,D .", backprop::gelu_forward),
    enter("gelu_backward", "N,T,D N,T,D N,T,D .", backprop::gelu_backward),
    enter_attending("attention_forward", "N,T,D N,S,D N,S,M .", one_head, backprop::attention_forward),
    enter("attention_backward", "N,T,M N,T,D N,S,D N,S,M N,T,S", backprop::attention_backward),
    enter_attending("multi_head_attention_forward", "N,T,D D,D D,D D,D D,D . .", heads_of_attention,
                    backprop::multi_head_attention_forward),
    enter("multi_head_attention_backward", "N,T,D . R,D D,D D,D D,D D,D G,T,K G,T,K G,T,K G,T,T R,D",
          backprop::multi_head_attention_backward),
    enter_attending("transformer_block_forward", "N,T,D D D D,D D,D D,D D,D D D D,F F F,D D . .",
                    heads_of_block, backprop::transformer_block_forward),
    enter("transformer_block_backward",
          "N,T,D R,D R D . R,D D,D D,D D,D D,D G,T,K G,T,K G,T,K G,T,T R,D R,D R D R,D D,F N,T,F N,T,F . "
          "R,F F,D",
          backprop::transformer_block_backward),
    enter("cross_entropy_smoothed_forward", "N,T,V N,T<V . .", backprop::cross_entropy_smoothed_forward),
    enter("cross_entropy_smoothed_backward", ". N,T,V N,T<V . .", backprop::cross_entropy_smoothed_backward),
    enter("rmsnorm_forward", "N,T,D D .", backprop::rmsnorm_forward),
    enter("rmsnorm_backward", "N,T,D N,T,D N,T D", backprop::rmsnorm_backward),
};

}  // namespace
}  // namespace grader
