import JSONText

/// Entries of `reasoning_details` or of LiteLLM's `thinking_blocks` that come in pieces: those of
/// the same index and type are one entry, whose texts are joined, so that it can be sent back as if
/// it had come whole.
struct StreamedReasoning {
    private var entries: [JSONObject] = []

    var isEmpty: Bool { entries.isEmpty }
    var json: [JSONValue] { entries.map(JSONValue.object) }

    mutating func take(_ piece: JSONValue) {
        guard let piece = piece.object else { return }
        guard let place = place(of: piece) else {
            entries.append(piece)
            return
        }
        for member in piece.members where !member.value.isNull {
            let former = entries[place][member.key]?.string
            entries[place][member.key] =
                switch (member.key, former, member.value) {
                case ("text", let former?, .string(let more)),
                    ("summary", let former?, .string(let more)),
                    ("thinking", let former?, .string(let more)):
                    .string(former + more)
                // Sent again as a whole by some, bit by bit by others.
                case ("arguments", let former?, .string(let more)),
                    ("result", let former?, .string(let more)):
                    .string(more.hasPrefix(former) ? more : former + more)
                default: member.value
                }
        }
    }

    private func place(of piece: JSONObject) -> Int? {
        if let index = piece["index"], !index.isNull {
            return entries.lastIndex { $0["index"] == index && $0["type"] == piece["type"] }
        }
        // Without an index, texts go on with the last entry until it is signed, and all else is an
        // entry of its own.
        let isText = ["reasoning.text", "reasoning.summary", "thinking"].contains(piece["type"])
        guard isText, let last = entries.indices.last, entries[last]["type"] == piece["type"],
            entries[last]["index"] == nil, entries[last]["signature"]?.string ?? "" == ""
        else { return nil }
        return last
    }
}
