//! The colon that ends a name. What stands before and behind it is each format's own.

/// Where the first colon of a line stands, and whether it is a narrow or a wide one.
pub(crate) fn first_colon(line: &str) -> Option<(usize, char)> {
    // 0xEF begins the wide one, and few other signs.
    memchr::memchr2_iter(b':', 0xEF, line.as_bytes()).find_map(|at| {
        let colon = line.get(at..)?.chars().next()?;
        matches!(colon, ':' | '：').then_some((at, colon))
    })
}

/// The line before and behind its first colon.
pub(crate) fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    let (at, colon) = first_colon(line)?;
    let (before, rest) = line.split_at_checked(at)?;
    Some((before, rest.strip_prefix(colon)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_colon_is_found_whether_wide_or_narrow() {
        assert_eq!(split_at_colon("张三，你好：a:b"), Some(("张三，你好", "a:b")));
        assert_eq!(split_at_colon("a:b：c"), Some(("a", "b：c")));
        assert_eq!(split_at_colon("张三，你好"), None);
    }
}
