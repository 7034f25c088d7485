# The self-study trainings in plain PyTorch, for the notebook. Cells in the
# percent format; the first two are replaced with the values of the report.

# %% variants
CLASSES = [18, 63, 28]
WEIGHTS_SEEDS = [0]
ORDER_SEED, SHARE_SEED = 0, 0
VARIANTS = {"base": dict(hidden=[10], lr=0.005, batch_size=128, epochs=250)}
FOLDS, SEARCHES = 3, {}

# %% answers
ANSWERS = {"base": ["fffe"]}

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


def load(saturation, share, fold=None):
    """Inputs and places of the classes, of both parts.

    With `fold` the part to test on is that fold of the training images.
    """
    pixels, y = {}, {}
    for part, (images, labels) in RAW.items():
        shown = torch.tensor(images, dtype=torch.float32) / 255
        pixels[part] = (shown - MEAN) / STD
        y[part] = torch.tensor([CLASSES.index(number) for number in labels])
    if saturation != 1:
        saturate(pixels, saturation)
    x = {part: pixels[part].flatten(start_dim=1) for part in pixels}
    if share < 1 or fold is not None:  # of each class alike
        generator = torch.Generator().manual_seed(SHARE_SEED)
        rank = torch.empty_like(y["train"])
        for place in range(len(CLASSES)):
            own = (y["train"] == place).nonzero().flatten()
            order = torch.randperm(len(own), generator=generator)
            rank[own[order]] = torch.arange(len(own))
        kept = rank < round(share * len(own))
        if fold is not None:
            held = kept & (rank % FOLDS == fold)
            x["test"], y["test"] = x["train"][held], y["train"][held]
            kept &= ~held
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
    fold=None,
):
    """Train a new network; its accuracy on both parts after all epochs."""
    x, y = load(saturation, share, fold)
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


# %% repeat
def repeat(*names, seed=0):
    """Train the variants again, from the initial weights of that number."""
    for name in names:
        accuracy = train(**VARIANTS[name], seed=seed)
        shown = (f"{part} {share:.4f}" for part, share in accuracy.items())
        print(f"{name:16s}", *shown)


# %% search
def search(*names):
    """Cross-validation: mean accuracy on the folds that were left out."""
    for name in names:
        for candidate in SEARCHES[name]:
            folds = [train(**candidate, fold=fold) for fold in range(FOLDS)]
            share = np.mean([accuracy["test"] for accuracy in folds])
            lr, batch_size = candidate["lr"], candidate["batch_size"]
            print(f"{name:16s} lr {lr:<7g} batch {batch_size:<4d} {share:.4f}")


# %% statistics
from scipy.special import stdtrit


def right(name):
    """Which test images (columns) each training (rows) recognised."""
    packed = np.array([list(bytes.fromhex(row)) for row in ANSWERS[name]])
    bits = np.unpackbits(packed.astype(np.uint8), axis=1)
    return bits[:, : len(RAW["test"][1])].astype(float)


def estimate(values, among):
    """The error of the mean of values (trainings, images), and its quantile.

    Trainings, images and the rest each add a component to the variance. The
    5 % are shared out among so many comparisons.
    """
    share = 1 - 0.025 / among
    n, m = values.shape
    by_training, by_image = values.mean(axis=1), values.mean(axis=0)
    of_images = n * by_image.var(ddof=1)
    if n == 1:
        return np.sqrt(of_images / m), stdtrit(m - 1, share)
    of_trainings = m * by_training.var(ddof=1)
    rest = values - by_training[:, None] - by_image + values.mean()
    of_rest = (rest**2).sum() / ((n - 1) * (m - 1))
    squares = (
        of_trainings**2 / (n - 1)
        + of_images**2 / (m - 1)
        + of_rest**2 / ((n - 1) * (m - 1))
    )
    total = of_rest
    total += max(of_trainings - of_rest, 0) + max(of_images - of_rest, 0)
    freedom = total**2 / squares if squares else n - 1
    return np.sqrt(total / (n * m)), stdtrit(freedom, share)


def compare(*names, against, among):
    """Test accuracies minus that of another variant, 95 % intervals.

    `among`: by name, what Holm's procedure shares the 5 % out among.
    """
    print("variant          test minus", against)
    for name, count in zip(names, among):
        change = right(name) - right(against)
        # An image gained and one lost: otherwise few images seem certain
        added = np.broadcast_to([1, -1], (len(change), 2))
        adjusted = np.hstack([change, added])
        middle, (error, t) = adjusted.mean(), estimate(adjusted, count)
        low, high = max(middle - t * error, -1), min(middle + t * error, 1)
        shown = f"{change.mean():+.4f} ({low:+.4f} to {high:+.4f})"
        print(f"{name:16s} {right(name).mean():.4f} {shown}")


# %% images
def nearest(points, centers):
    """The place of the center nearest to each point, by mean square."""
    axes = tuple(range(1, points.ndim))
    squares = [np.square(points - one).mean(axis=axes) for one in centers]
    return np.argmin(squares, axis=0)


def evidence():
    """Where the mean images and mean colours would put the test images."""
    places, pixels, colours = {}, {}, {}
    for part, (images, labels) in RAW.items():
        places[part] = np.array([CLASSES.index(label) for label in labels])
        pixels[part] = (images / 255 - MEAN.numpy()) / STD.numpy()
        colours[part] = images.mean(axis=(1, 2))
    found = {}
    for what, values in (("mean image", pixels), ("mean colour", colours)):
        own = [places["train"] == place for place in range(len(CLASSES))]
        means = [values["train"][chosen].mean(axis=0) for chosen in own]
        found[what] = nearest(values["test"], means) == places["test"]
    return places["test"], found


# %% classes
places, by_images = evidence()
by_network = right("base").mean(axis=0)
judges = {"network": by_network, **by_images}
print("class     ", *judges)
for place, number in enumerate(CLASSES):
    shares = (judge[places == place].mean() for judge in judges.values())
    print(f"{number:5d}", *(f"{share:11.4f}" for share in shares))
