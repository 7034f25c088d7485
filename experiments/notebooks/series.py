# The self-study trainings in plain PyTorch, for the notebook. Cells in the
# percent format; the first is replaced with the values of the report, and so
# are the first two lines of code of `answers`.

# %% variants
CLASSES = [18, 63, 28]
WEIGHTS_SEEDS = [0]
ORDER_SEED, SHARE_SEED = 0, 0
VARIANTS = {"base": dict(hidden=[10], lr=0.005, batch_size=128, epochs=250)}
FOLDS, SEARCHES = 3, {}

# %% answers
# @title Ответы всех обучений из отчёта
# На обучение: отпечаток из 4 байтов и по биту на изображение, 1 — верно
TRAININGS, IMAGES = 1, 8
PACKED = "AAAAAP8="

import base64

rows = np.frombuffer(base64.b64decode(PACKED), np.uint8)
rows = rows.reshape(TRAININGS, -1)
RECORDED = {
    row[:4].tobytes(): np.unpackbits(row[4:], count=IMAGES) for row in rows
}

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
TRAINED = {}  # ответы на тест после обучений этого сеанса


def saturate(pixels, factor):
    """Отклонение цвета от серого в factor раз больше, масштаб прежний."""
    grey = pixels["train"].mean(dim=-1, keepdim=True)
    changed = grey + factor * (pixels["train"] - grey)
    scale = (pixels["train"].square().mean() / changed.square().mean()).sqrt()
    for part in pixels:
        grey = pixels[part].mean(dim=-1, keepdim=True)
        pixels[part] = scale * (grey + factor * (pixels[part] - grey))


def load(saturation, share, fold=None):
    """Входы сети и места классов для обучения и теста.

    Если задан fold, тестом служит эта часть обучающих изображений.
    """
    pixels, y = {}, {}
    for part, (images, labels) in RAW.items():
        shown = torch.tensor(images, dtype=torch.float32) / 255
        pixels[part] = (shown - MEAN) / STD
        y[part] = torch.tensor([CLASSES.index(number) for number in labels])
    if saturation != 1:
        saturate(pixels, saturation)
    x = {part: pixels[part].flatten(start_dim=1) for part in pixels}
    if share < 1 or fold is not None:  # поровну из каждого класса
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
    """Обучить новую сеть; какие ответы верны после всех эпох."""
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
    for _ in range(epochs):
        order = torch.randperm(len(y["train"]), generator=generator)
        for batch in order.split(batch_size):
            if schedule == "linear":  # шаг убывает до нуля
                optimizer.param_groups[0]["lr"] = lr * (1 - step / steps)
            optimizer.zero_grad()
            criterion(model(x["train"][batch]), y["train"][batch]).backward()
            optimizer.step()
            step += 1
    with torch.no_grad():
        answers = {part: model(x[part]).argmax(dim=1) for part in x}
    return {part: (answers[part] == y[part]).numpy() for part in x}


# %% repeat
import hashlib


def mark(name, seed):
    """Отпечаток обучения; изменится вместе с любым его параметром."""
    settings = CLASSES, ORDER_SEED, SHARE_SEED, VARIANTS[name]
    text = repr((*settings, WEIGHTS_SEEDS[seed]))
    return hashlib.sha256(text.encode()).digest()[:4]


def repeat(*names, seed=0):
    """Обучить варианты ещё раз с начальными весами номер seed."""
    for name in names:
        right = train(**VARIANTS[name], seed=seed)
        TRAINED[mark(name, seed)] = right["test"]
        shown = (f"{part} {right[part].mean():.4f}" for part in right)
        print(f"{name:16s}", *shown)


# %% search
def search(*names):
    """Перекрёстная проверка: средняя доля верных на отложенных частях."""
    for name in names:
        for candidate in SEARCHES[name]:
            folds = [train(**candidate, fold=fold) for fold in range(FOLDS)]
            share = np.mean([right["test"].mean() for right in folds])
            lr, batch_size = candidate["lr"], candidate["batch_size"]
            line = f"{name:16s} lr {lr:<7g} batch {batch_size:<4d}"
            line += f" epochs {candidate['epochs']:<4d}"
            if "saturation" in candidate:
                line += f" saturation {candidate['saturation']:g} "
            print(line, f"{share:.4f}")


# %% statistics
from scipy.special import stdtrit


def answers(name):
    """Верные ответы на тесте по номерам начальных весов."""
    known = {**RECORDED, **TRAINED}  # обученное в этом сеансе важнее
    marks = {seed: mark(name, seed) for seed in range(len(WEIGHTS_SEEDS))}
    return {s: known[m].astype(float) for s, m in marks.items() if m in known}


def estimate(values, among):
    """Ошибка среднего values (обучения, изображения) и квантиль для неё.

    Дисперсия складывается из трёх частей: обучения, изображения, остаток.
    5 % делятся на among сравнений.
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
    total = max(of_trainings + of_images - of_rest, of_rest)
    freedom = total**2 / squares if squares else n - 1
    return np.sqrt(total / (n * m)), stdtrit(freedom, share)


def compare(*names, against, among=None):
    """Доли верных на тесте, разности с другим вариантом и интервалы 95 %.

    Обучения этого сеанса заменяют те, что в отчёте; сколько их, сказано в
    столбце «обучено здесь».
    among: на сколько сравнений делит 5 % поправка Холма; без него — на
    все здешние (поправка Бонферрони, она осторожнее).
    """
    among = among or [len(names)] * len(names)
    print("вариант          тест   обучено здесь  разность с", against)
    for name, count in zip(names, among):
        own, other = answers(name), answers(against)
        seeds = sorted(own.keys() & other.keys())  # обучены оба
        if not seeds:
            unknown = [one for one in (name, against) if not answers(one)]
            missing = [f'"{one}"' for one in unknown or (name, against)]
            print(f"{name:16s} сначала repeat({', '.join(missing)})")
            continue
        change = np.array([own[seed] - other[seed] for seed in seeds])
        # Ещё по ответу за и против, иначе интервал бывает слишком узким
        added = np.broadcast_to([1, -1], (len(change), 2)) / len(change)
        adjusted = np.hstack([change, added])
        middle, (error, t) = adjusted.mean(), estimate(adjusted, count)
        low, high = max(middle - t * error, -1), min(middle + t * error, 1)
        shown = f"{change.mean():+.4f} (от {low:+.4f} до {high:+.4f})"
        test = np.mean([own[seed] for seed in seeds])
        pairs = [{mark(name, seed), mark(against, seed)} for seed in seeds]
        here = sum(not TRAINED.keys().isdisjoint(pair) for pair in pairs)
        print(f"{name:16s} {test:.4f} {here} из {len(seeds):<9d} {shown}")


# %% images
def nearest(points, centers):
    """Номер ближайшего центра для каждой точки."""
    axes = tuple(range(1, points.ndim))
    squares = [np.square(points - one).mean(axis=axes) for one in centers]
    return np.argmin(squares, axis=0)


def evidence():
    """Какие тестовые изображения верны по ближайшему среднему класса."""
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
if not answers("base"):
    repeat("base")
by_network = np.mean(list(answers("base").values()), axis=0)
judges = {"network": by_network, **by_images}
print("класс                 сеть  среднее изображение         средний цвет")
for place, number in enumerate(CLASSES):
    shares = (judge[places == place].mean() for judge in judges.values())
    print(f"{number:5d}", *(f"{share:20.4f}" for share in shares))
