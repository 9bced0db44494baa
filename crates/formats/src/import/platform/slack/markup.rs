//! Slack's writing turned into what a reader sees: mentions, channels, links, and the three characters that are
//! written as entities. Stars and underscores of bold and italic stay as they are.

use super::tables::Tables;

/// The words of a text.
pub(super) fn words(text: &str, tables: &Tables) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        seen.push_str(&plain(before));
        // Looking no further than the next bracket keeps this from being quadratic.
        let inside = after.find(['<', '>', '\n']).and_then(|end| after.split_at_checked(end));
        let Some((inside, behind)) = inside
            .and_then(|(inside, rest)| Some((inside, rest.strip_prefix('>')?)))
            .filter(|(inside, _)| is_marked(inside))
        else {
            seen.push('<');
            rest = after;
            continue;
        };
        seen.push_str(&shown(inside, tables));
        rest = behind;
    }
    seen.push_str(&plain(rest));
    seen
}

/// Whether brackets hold a mention, a command or an address. Brackets of the words themselves are entities, but
/// for those of old programs.
fn is_marked(inside: &str) -> bool {
    let is_address = || inside.split('|').next().is_some_and(|target| target.contains(':'));
    inside.starts_with(['@', '#', '!']) || is_address()
}

/// What stands for something between angle brackets.
fn shown(inside: &str, tables: &Tables) -> String {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(plain(label)).filter(|label| !label.is_empty())),
        None => (inside, None),
    };
    if let Some(id) = target.strip_prefix('@') {
        let name = tables.person_of(id).map(|person| person.name.clone());
        return format!("@{}", label.or(name).unwrap_or_else(|| id.to_owned()).trim_start_matches('@'));
    }
    if let Some(id) = target.strip_prefix('#') {
        let name = tables.channel_name(id).map(str::to_owned);
        return format!("#{}", label.or(name).unwrap_or_else(|| id.to_owned()).trim_start_matches('#'));
    }
    if let Some(command) = target.strip_prefix('!') {
        let name = command.split('^').next().unwrap_or(command);
        return match name {
            "date" | "subteam" => label.unwrap_or_else(|| command.to_owned()),
            _ => format!("@{name}"),
        };
    }
    let address = plain(target);
    match label {
        None => address,
        Some(label) if leads_where_it_says(&address, &label) => label,
        Some(label) => format!("{label} ({address})"),
    }
}

/// Whether the words of a link are its address, but for what needs no saying.
fn leads_where_it_says(address: &str, label: &str) -> bool {
    let bare = |text: &str| {
        let text = ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .unwrap_or(text);
        text.trim_end_matches('/').to_owned()
    };
    bare(address) == bare(label)
}

fn plain(text: &str) -> String {
    // The ampersand comes last: `&amp;lt;` is the words `&lt;`.
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_shown_as_slack_shows_it() {
        for (written, seen) in [
            ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
            ("<@U1> and <@U1|mara>", "@U1 and @mara"),
            ("<#C1|orders> <#C1>", "#orders #C1"),
            ("<!here> <!subteam^S1|@desk> <!date^1700000000^{date}|14 Nov>", "@here @desk 14 Nov"),
            ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
            ("<https://a.example|the page>", "the page (https://a.example)"),
            ("<mailto:a@b.example|a@b.example> <http://b.example|b.example>", "a@b.example b.example"),
            ("1 < 2 > 0 <", "1 < 2 > 0 <"),
        ] {
            assert_eq!(words(written, &Tables::default()), seen, "{written}");
        }
    }
}
