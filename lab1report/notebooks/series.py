# The self-study trainings in plain PyTorch, for the notebook. Cells in the
# percent format; the first is replaced with the values of the report.

# %% variants
CLASSES = [18, 63, 28]
WEIGHTS_SEEDS = [0]
ORDER_SEED, SHARE_SEED = 0, 0
VARIANTS = {"base": dict(hidden=[10], lr=0.005, batch_size=128, epochs=250)}
REPORTED = {"base": [0.78]}

# %% training
from torch import nn

MEAN = torch.tensor([0.5074, 0.4867, 0.4411])
STD = torch.tensor([0.2011, 0.1987, 0.2025])
RAW = {part: read_cifar100(part, CLASSES) for part in ("train", "test")}
OPTIMIZERS = {
    "SGD": torch.optim.SGD,
    "momentum": lambda params, lr: torch.optim.SGD(params, lr, momentum=0.9),
    "Adam": torch.optim.Adam,
}


def saturate(pixels, factor):
    """Colours `factor` times as far from grey, at the old mean square."""
    grey = pixels["train"].mean(dim=-1, keepdim=True)
    changed = grey + factor * (pixels["train"] - grey)
    scale = (pixels["train"].square().mean() / changed.square().mean()).sqrt()
    for part in pixels:
        grey = pixels[part].mean(dim=-1, keepdim=True)
        pixels[part] = scale * (grey + factor * (pixels[part] - grey))


def load(saturation, share):
    """Inputs and places of the classes, of both parts."""
    pixels, y = {}, {}
    for part, (images, labels) in RAW.items():
        shown = torch.tensor(images, dtype=torch.float32) / 255
        pixels[part] = (shown - MEAN) / STD
        y[part] = torch.tensor([CLASSES.index(number) for number in labels])
    if saturation != 1:
        saturate(pixels, saturation)
    x = {part: pixels[part].flatten(start_dim=1) for part in pixels}
    if share < 1:  # of each class alike, and always the same images
        generator = torch.Generator().manual_seed(SHARE_SEED)
        kept = []
        for place in range(len(CLASSES)):
            own = (y["train"] == place).nonzero().flatten()
            order = torch.randperm(len(own), generator=generator)
            kept.append(own[order][: round(share * len(own))])
        kept = torch.cat(kept).sort().values
        x["train"], y["train"] = x["train"][kept], y["train"][kept]
    return x, y


def train(
    hidden,
    lr,
    batch_size,
    epochs,
    optimizer="SGD",
    schedule="constant",
    saturation=1,
    share=1,
    seed=0,
):
    """Train a new network; its accuracy on both parts after all epochs."""
    x, y = load(saturation, share)
    torch.manual_seed(WEIGHTS_SEEDS[seed])
    sizes = [x["train"].shape[1], *hidden, len(CLASSES)]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    criterion = nn.CrossEntropyLoss()
    optimizer = OPTIMIZERS[optimizer](model.parameters(), lr=lr)
    steps = epochs * -(-len(y["train"]) // batch_size)
    step = 0
    generator = torch.Generator().manual_seed(ORDER_SEED)
    for _ in track(range(epochs)):
        order = torch.randperm(len(y["train"]), generator=generator)
        for batch in order.split(batch_size):
            if schedule == "linear":  # the rate falls to nothing
                optimizer.param_groups[0]["lr"] = lr * (1 - step / steps)
            optimizer.zero_grad()
            criterion(model(x["train"][batch]), y["train"][batch]).backward()
            optimizer.step()
            step += 1
    with torch.no_grad():
        answers = {part: model(x[part]).argmax(dim=1) for part in x}
    return {
        part: (answers[part] == y[part]).double().mean().item() for part in x
    }


# %% run
NAME, SEED = "base", 0  # any of VARIANTS, and which of WEIGHTS_SEEDS

accuracy = train(**VARIANTS[NAME], seed=SEED)
print(f"{NAME}, seed {SEED}: train {accuracy['train']:.4f}")
print(f"test {accuracy['test']:.4f}, in the report {REPORTED[NAME][SEED]:.4f}")
