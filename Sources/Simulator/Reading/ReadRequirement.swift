/// A requirement as the reader sees it: the words and numbers to look for.
struct ReadRequirement {
    /// Different words that say what it is about, at most 64.
    private(set) var keys: [WordKey] = []
    private(set) var numbers: [NumberDemand] = []
    /// Of the things it lists, the words of each as bits by their place in `keys`. Empty where it
    /// lists none, or lists things of which one will do.
    private(set) var elements: [UInt64] = []
    /// How many of `elements` it asks for.
    private(set) var elementsNeeded = 0
    /// What must not be said along with the rest: the words after "without".
    private(set) var exception: [WordKey] = []

    private(set) var isNegated = false
    /// Whether it is itself about warning of something.
    private(set) var warns = false
    /// Whether it describes that something is left out.
    private(set) var isOmission = false
    /// Whether it asks for advice, and names no condition for it.
    private(set) var asksForPlainAdvice = false

    init(_ requirement: String) {
        let text = ReadText(requirement)
        let all = text.tokens
        let cut = Self.exceptionStart(in: all)
        let tokens = all[..<(cut?.index ?? all.endIndex)]
        if let cut, cut.isExcluded {
            exception = Self.content(all[(cut.index + 1)...])
        }
        keys = Array(Self.content(tokens).prefix(64))
        numbers = NumberDemand.all(in: tokens)
        let words = tokens.compactMap { token -> (WordKey, Lexicon.Traits)? in
            if case .word(let key, let traits) = token { (key, traits) } else { nil }
        }
        func has(_ traits: Lexicon.Traits) -> Bool { words.contains { $0.1.contains(traits) } }
        warns = has(.warning) || words.contains { $0.0 == WordKey("against") }
        isOmission =
            words.first.map { $0.1.contains(.omission) } == true
            || (words.count > 1 && words[1].0 == WordKey("not")
                && ["does", "do", "did"].contains { words[0].0 == WordKey($0) })
        isNegated = has(.negation) && !isOmission
        asksForPlainAdvice = (has(.advice) || has(.urgency)) && !has(.condition)
        listElements(tokens)
    }

    // MARK: - Parts

    /// Where "without", "instead of" or "rather than" starts, and whether what follows excludes:
    /// after "without" it does, after the others it only names what the rest is set against.
    private static func exceptionStart(
        in tokens: [ReadText.Token]
    ) -> (index: Int, isExcluded: Bool)? {
        for (index, token) in tokens.enumerated().dropFirst() {
            guard case .word(let key, _) = token else { continue }
            if key == without { return (index, true) }
            if key == instead || key == rather { return (index, false) }
        }
        return nil
    }

    private static let without = WordKey("without")
    private static let instead = WordKey("instead")
    private static let rather = WordKey("rather")

    /// The words that say what it is about, each once.
    private static func content(_ tokens: some Sequence<ReadText.Token>) -> [WordKey] {
        var keys: [WordKey] = []
        for case .word(let key, let traits) in tokens
        where traits.isDisjoint(with: [.empty, .omission]) && !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }

    private mutating func listElements(_ tokens: ArraySlice<ReadText.Token>) {
        var element: UInt64 = 0
        var found: [UInt64] = []
        for token in tokens {
            switch token {
            case .word(let key, _) where key == Self.or: return
            case .word(let key, _) where key == Self.and:
                found.append(element)
                element = 0
            case .comma:
                found.append(element)
                element = 0
            case .word(let key, _):
                if let place = keys.firstIndex(of: key) { element |= 1 << UInt64(place) }
            case .number: break
            }
        }
        found.append(element)
        found.removeAll { $0 == 0 }
        guard found.count > 1 else { return }
        elements = found
        let least = numbers.first { $0.isCount }.map { Int($0.low) }
        elementsNeeded = min(least ?? found.count, found.count)
        numbers.removeAll { $0.isCount }
    }

    private static let or = WordKey("or")
    private static let and = WordKey("and")
}

/// A number that a requirement asks for: one value, or any between two.
struct NumberDemand: Equatable {
    var low: Double
    var high: Double
    /// The number as it stands, where one value is asked for.
    var exact: ReadNumber?
    /// Whether the number before will do as well.
    var isAlternative = false
    /// Whether it counts things to be named rather than being one of them.
    var isCount = false

    /// - Parameter slack: how far off a number may be, as a share of what is asked for.
    func accepts(_ number: ReadNumber, slack: Double) -> Bool {
        if let exact, exact.agrees(with: number) { return true }
        func fits(_ value: Double) -> Bool {
            (low...high).contains(value)
                || (slack > 0 && value >= low - abs(low) * slack
                    && value <= high + abs(high) * slack)
        }
        return fits(number.value) || (number.bare != number.value && fits(number.bare))
    }

    /// The numbers of a requirement, with what stands around them taken in: "between 17 and 19",
    /// "25-35", "60 to 80", "at least 4", "about 40", "42.4 (± 1)", "12 or 14".
    static func all(in tokens: ArraySlice<ReadText.Token>) -> [NumberDemand] {
        var demands: [NumberDemand] = []
        /// Words since the number before, newest last.
        var words: [WordKey] = []
        for token in tokens {
            switch token {
            case .comma: break
            case .word(let key, _): words.append(key)
            case .number(let number):
                add(number, after: words, to: &demands)
                words = []
            }
        }
        return demands
    }

    private static func add(
        _ number: ReadNumber, after words: [WordKey], to demands: inout [NumberDemand]
    ) {
        func said(_ list: Set<WordKey>) -> Bool { words.suffix(2).contains(where: list.contains) }
        if let before = demands.last {
            let isTolerance =
                number.isTolerance || (words.last == Words.within && !demands.isEmpty)
            if isTolerance {
                demands[demands.count - 1].widen(by: number.value)
                return
            }
            let closesRange =
                number.followsDash || words == [Words.to]
                || (words == [Words.and] && before.high == .infinity)
            if closesRange, number.value > before.low {
                // "25-35 million": the scale stands after the second.
                let scale = number.bare == 0 ? 1 : number.value / number.bare
                let low = before.exact.map { $0.value == $0.bare ? $0.bare * scale : $0.value }
                demands[demands.count - 1].low = min(low ?? before.low, number.value)
                demands[demands.count - 1].high = number.value
                demands[demands.count - 1].exact = nil
                return
            }
        }
        var demand = NumberDemand(low: number.value, high: number.value, exact: number)
        demand.isAlternative = !demands.isEmpty && words.contains(Words.or)
        if words.last == Words.between {
            demand.high = .infinity
        } else if said(Words.atLeast) {
            demand.isCount = number.value <= 12 && number.value == number.bare
            demand.high = .infinity
            demand.exact = nil
        } else if said(Words.atMost) {
            demand.low = -.infinity
            demand.exact = nil
        } else if said(Words.about) {
            demand.widen(by: abs(number.value) * 0.05)
        }
        demands.append(demand)
    }

    private mutating func widen(by reach: Double) {
        low -= reach
        high += reach
    }

    private enum Words {
        static let to = WordKey("to")
        static let and = WordKey("and")
        static let or = WordKey("or")
        static let between = WordKey("between")
        static let within = WordKey("within")
        static let atLeast = keys("least minimum more over above exceeding exceeds")
        static let atMost = keys("most maximum less under below fewer up")
        static let about = keys("about approximately roughly around circa nearly")

        private static func keys(_ words: String) -> Set<WordKey> {
            Set(words.split(separator: " ").map { WordKey(String($0)) })
        }
    }
}
