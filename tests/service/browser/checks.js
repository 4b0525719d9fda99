// Looks at the page that it is evaluated in: what is wider than the window, what is cut off, and where the focus is.
window.pageChecks = (() => {
    const MOST = 4;

    const styleOf = (element) => getComputedStyle(element);

    const nameOf = (element) => {
        const classes = (element.getAttribute("class") ?? "").split(/\s+/).filter(Boolean);
        return [element.tagName.toLowerCase(), ...classes].join(".") + (element.id ? `#${element.id}` : "");
    };

    const scrollsItself = (element) =>
        element && element !== document.body
        && (styleOf(element).overflowX !== "visible" || scrollsItself(element.parentElement));

    /** How wide the page is, and what stands out of its window; nothing where all is inside. */
    const wide = () => {
        const { clientWidth, scrollWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return [];
        const standsOut = (element) =>
            element.getBoundingClientRect().right > clientWidth + 0.5 && !scrollsItself(element.parentElement);
        return [`${scrollWidth} px wide`, ...all("*").filter(standsOut).slice(0, MOST).map(nameOf)];
    };

    /**
     * Text that is higher than a box which hides what does not fit. What is hidden from sight on purpose is clipped,
     * and what is told in so many lines ends with an ellipsis there.
     */
    const cut = () =>
        all("*").filter((element) => {
            const { overflowY, clipPath, clip, webkitLineClamp } = styleOf(element);
            return overflowY === "hidden" && clipPath === "none" && clip === "auto" && webkitLineClamp === "none"
                && element.checkVisibility()
                && element.clientHeight > 2 && element.scrollHeight > element.clientHeight + 2
                && element.textContent.trim();
        }).slice(0, MOST).map(nameOf);

    /** WCAG 1.4.12, as a constructed style sheet: the policy of our pages lets no other in. */
    const space = () => {
        const sheet = new CSSStyleSheet();
        const spacing = "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important";
        sheet.replaceSync(`* { ${spacing} } p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    };

    /** Graphics, and text in them, that stand out of the box of their picture by more than a pixel. */
    const outOfPicture = () =>
        all("svg").flatMap((svg) => {
            const box = svg.getBoundingClientRect();
            if (!box.width) return []; // a store of symbols, which are drawn elsewhere
            const isOut = ({ left, top, right, bottom }) =>
                left < box.left - 1 || top < box.top - 1 || right > box.right + 1 || bottom > box.bottom + 1;
            const parts = [...svg.querySelectorAll("text, path, rect, circle, line, polygon")];
            return parts.filter((part) => part.checkVisibility() && isOut(part.getBoundingClientRect()))
                .map((part) => `${nameOf(svg)}: ${nameOf(part)} ${part.textContent.slice(0, 30)}`);
        }).slice(0, MOST);

    let reachable = [];

    /** How many elements can be reached, kept in the order of the document. Of a group of radio buttons it is one. */
    const countReachable = () => {
        const groups = new Set();
        const found = all("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]");
        reachable = found.filter((element) => {
            if (element.tabIndex < 0 || element.disabled || !element.checkVisibility({ visibilityProperty: true })) {
                return false;
            }
            if (element.type !== "radio") return true;
            const group = found.filter((other) => other.type === "radio" && other.name === element.name);
            const chosen = group.find((other) => other.checked) ?? group[0];
            return element === chosen && !groups.has(element.name) && groups.add(element.name);
        });
        return reachable.length;
    };

    const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "stroke", "strokeWidth", "fill"];
    LOOKS.push("backgroundColor", "borderColor", "textDecorationThickness", "color");
    const lookOf = (parts) => parts.map((part) => LOOKS.map((name) => styleOf(part)[name]).join()).join("|");

    const ancestorsOf = (element, most) =>
        most && element.parentElement ? [element.parentElement, ...ancestorsOf(element.parentElement, most - 1)] : [];

    const pointsOf = ({ left, top, right, bottom }) =>
        [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2], [left + 2, bottom - 2]];

    const isSeenAt = (element, [x, y]) => {
        const seen = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && document.elementFromPoint(x, y);
        return Boolean(seen) && (element.contains(seen) || seen.closest("label")?.control === element);
    };

    const innermost = (element) => {
        const inner = element.shadowRoot?.activeElement;
        return inner ? innermost(inner) : element;
    };

    /**
     * The element with the focus: its place, its name, whether it looks otherwise than without, and whether any of it
     * is on the screen with nothing over it. After blur() the browser goes on from the same place.
     */
    const stop = async () => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const focused = innermost(element); // of an editor that lives in a tree of its own
        const parts = [focused, ...focused.querySelectorAll("*")].slice(0, 60);
        const looks = [...parts, ...ancestorsOf(focused, 4), focused.nextElementSibling].filter(Boolean);
        const boxes = parts.flatMap((part) => [...part.getClientRects()]);
        const uncovered = boxes.flatMap(pointsOf).some((point) => isSeenAt(element, point));
        const settled = () => focused.isContentEditable && new Promise((done) => setTimeout(done, 60)); // as editors are
        await settled();
        const said = element.getAttribute("aria-label") || element.textContent || element.name || "";
        const look = lookOf(looks);
        focused.blur();
        await settled();
        return {
            place: reachable.indexOf(element),
            name: `${nameOf(element)} ${said.trim().replace(/\s+/g, " ").slice(0, 40)}`,
            marked: look !== lookOf(looks),
            uncovered,
        };
    };

    const all = (selector) => [...document.body.querySelectorAll(selector)];

    /** The rules of some tags of axe, or these rules, that the page breaks: each with where, and why. */
    const broken = async (runOnly) => {
        const found = await axe.run({ runOnly, resultTypes: ["violations"] });
        return found.violations.map(({ id, nodes }) => {
            const [first] = nodes;
            const [why] = [...first.any, ...first.all, ...first.none];
            const where = nodes.slice(0, MOST).map((node) => node.target.join(" ")).join("; ");
            return `${id}: ${nodes.length} (${where}) ${why?.message ?? ""}`;
        });
    };

    return { broken, countReachable, cut, outOfPicture, space, stop, wide };
})();
