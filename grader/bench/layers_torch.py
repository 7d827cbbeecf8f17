"""Times PyTorch on the layers of layer_bench.cpp: the same shapes, float64, one thread, forward and backward."""
import time

import torch
from torch.nn import functional

WARM_UPS, SECONDS_EACH, FEWEST_RUNS = 3, 0.4, 10

torch.set_num_threads(1)
torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def time_layer(name, run):
    for _ in range(WARM_UPS):
        run()
    fastest, total, runs = float("inf"), 0.0, 0
    while runs < FEWEST_RUNS or total < SECONDS_EACH:
        start = time.perf_counter()
        run()
        seconds = time.perf_counter() - start
        fastest, total, runs = min(fastest, seconds), total + seconds, runs + 1
    print(f"{name} {fastest:.9f}", flush=True)


def forward_and_backward(layer, inputs, upstream):
    inputs = [tensor.requires_grad_() for tensor in inputs]

    def run():
        for tensor in inputs:
            tensor.grad = None
        layer(*inputs).backward(upstream)

    return run


N, D = 256, 512
normal = torch.randn
dout = normal(N, D)

time_layer("affine", forward_and_backward(lambda x, w, b: torch.addmm(b, x, w), [normal(N, 784), normal(784, D), normal(D)], dout))
for gate in (torch.sigmoid, torch.tanh, torch.relu):
    time_layer(gate.__name__, forward_and_backward(gate, [normal(N, D)], dout))
labels = torch.randint(0, D, (N,))
time_layer("softmax_loss", forward_and_backward(lambda x: functional.cross_entropy(x, labels), [normal(N, D)], torch.tensor(1.0)))
running_mean, running_var = torch.zeros(D), torch.ones(D)
time_layer("batchnorm", forward_and_backward(
    lambda x, gamma, beta: functional.batch_norm(x, running_mean, running_var, gamma, beta, True),
    [normal(N, D), normal(D), normal(D)], dout))
time_layer("layernorm", forward_and_backward(lambda x, gamma, beta: functional.layer_norm(x, (D,), gamma, beta),
                                             [normal(N, D), normal(D), normal(D)], dout))
for kind in (torch.nn.RNN, torch.nn.LSTM):
    net = kind(64, 128, batch_first=True)
    sequence, h0, dh = normal(32, 50, 64).requires_grad_(), normal(1, 32, 128).requires_grad_(), normal(32, 50, 128)
    state = h0 if kind is torch.nn.RNN else (h0, torch.zeros(1, 32, 128))

    def run():
        net.zero_grad()
        sequence.grad = h0.grad = None
        net(sequence, state)[0].backward(dh)

    time_layer(kind.__name__.lower(), run)
words = torch.randint(0, 1000, (32, 50))
time_layer("embedding", forward_and_backward(lambda w: functional.embedding(words, w), [normal(1000, 128)], normal(32, 50, 128)))
time_layer("conv_im2col", forward_and_backward(lambda x, w, b: functional.conv2d(x, w, b, padding=1),
                                               [normal(32, 16, 28, 28), normal(32, 16, 3, 3), normal(32)],
                                               normal(32, 32, 28, 28)))


def parameter(*shape):
    return (normal(*shape) / shape[0] ** 0.5).requires_grad_()


def ones_and_zeros(size):
    return [torch.ones(size).requires_grad_(), torch.zeros(size).requires_grad_()]


def block(x, norm1, wq, wk, wv, wo, norm2, w1, b1, w2, b2, heads=4):
    N, T, D = x.shape
    split = lambda y: y.view(N, T, heads, D // heads).transpose(1, 2)
    rows = functional.layer_norm(x, (D,), *norm1)
    scores = split(rows @ wq) @ split(rows @ wk).transpose(2, 3) / (D // heads) ** 0.5
    weights = scores.masked_fill(torch.ones(T, T).triu(1).bool(), float("-inf")).softmax(3)
    x = x + (weights @ split(rows @ wv)).transpose(1, 2).reshape(N, T, D) @ wo
    wide = functional.layer_norm(x, (D,), *norm2) @ w1 + b1
    return x + functional.gelu(wide, approximate="tanh") @ w2 + b2


tokens, F = torch.randint(0, 64, (8, 32)), 64
w, positions, top = parameter(65, F), parameter(32, F), ones_and_zeros(F)
blocks = [[ones_and_zeros(F), *(parameter(F, F) for _ in range(4)), ones_and_zeros(F), parameter(F, 4 * F),
           torch.zeros(4 * F).requires_grad_(), parameter(4 * F, F), torch.zeros(F).requires_grad_()] for _ in range(2)]
everything = [w, positions, *top] + [tensor for one in blocks for part in one for tensor in (part if isinstance(part, list) else [part])]


def language_model():
    for tensor in everything:
        tensor.grad = None
    x = functional.embedding(tokens, w) + positions
    for one in blocks:
        x = block(x, *one)
    scores = functional.layer_norm(x, (F,), *top) @ w.T
    functional.cross_entropy(scores.view(-1, 65), tokens.view(-1), ignore_index=64).backward()


time_layer("gpt_loss", language_model)
