//! Browsing and finding: the sidebar, the list, single hits, the time line, suggestions.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        library::{
            AskTimeline, CategoryCount, ConversationPage, FacetCount, Facets, Find, MonthCount, NameCount,
            Overview, PlatformCount, SearchHit, SearchPage, Timeline, TimelineBar,
        },
        query::{AskSuggestions, MatchNames, NameMatch, ParsedQuery, Suggestion},
    },
    clock,
    query::{self, Moment, Span, instants, span},
    recognition, rows, saved, suggest,
};
use chrono::DateTime;
use std::time::Instant;
use yanju_model::{Platform, Zone, job::Job, query::TimeRange};
use yanju_store::{Hit, Page, Share, Vault};

/// The longest page a face can ask for.
const PAGE_LIMIT: u32 = 1000;
/// The most bars a time line has.
const BARS_LIMIT: u32 = 2000;

impl Session {
    /// What the sidebar shows.
    pub fn overview(&self) -> Result<Overview> {
        self.with(|vault| {
            let facets = vault.facets()?;
            let stats = vault.stats()?;
            let zone = vault.zone()?;
            let last_import = vault.files()?.first().map(|file| file.imported_at_ms);
            Ok(Overview {
                conversations: facets.all,
                messages: stats.messages + stats.events,
                starred: facets.starred,
                categories: categories(&facets),
                platforms: facets
                    .platforms
                    .iter()
                    .map(|(platform, count)| PlatformCount {
                        platform: platform.name().to_owned(),
                        count: *count,
                    })
                    .collect(),
                tags: counted(facets.tags),
                tickets: counted(facets.tickets),
                saved: saved::listed(vault, self.moment(vault)?)?,
                zone: zone.name().to_owned(),
                pending: vault.pending()?,
                last_import: last_import.and_then(|ms| clock::at(ms, zone).rfc3339()),
            })
        })
    }

    /// Brings the search index up to date where it is behind, as after a crash during an import.
    pub fn catch_up(&self, job: &Job) -> Result<()> {
        self.during_by_itself(job, |vault| Ok(vault.index_pending(job)?))
    }

    /// The conversations that hold a match, one row each.
    pub fn find_conversations(&self, request: &Find) -> Result<ConversationPage> {
        self.with(|vault| {
            let started = Instant::now();
            let (expr, query) = self.understand(vault, &request.query)?;
            let found = vault.conversations(&query, request.order, page(request))?;
            let categories = vault.categories()?;
            let conversations = found
                .rows
                .iter()
                .map(|row| {
                    let top = row.top.as_ref().map(rows::snippet);
                    rows::conversation_row(&row.conversation, &row.annotations, &categories, row.hits, top)
                })
                .collect();
            Ok(ConversationPage {
                total: found.total,
                messages_total: found.messages_total,
                pending: found.pending,
                took_ms: milliseconds(started),
                parsed: query::parsed(&expr, self.moment(vault)?.today),
                conversations,
            })
        })
    }

    /// The messages that match.
    pub fn search_messages(&self, request: &Find) -> Result<SearchPage> {
        self.with(|vault| {
            let started = Instant::now();
            let (expr, query) = self.understand(vault, &request.query)?;
            let found = vault.search(&query, request.order, page(request))?;
            Ok(SearchPage {
                total: found.total,
                pending: found.pending,
                took_ms: milliseconds(started),
                query: query::parsed(&expr, self.moment(vault)?.today),
                hits: found.hits.into_iter().map(|hit| search_hit(vault, hit)).collect(),
            })
        })
    }

    /// How many messages match, without reading them.
    pub fn count_messages(&self, text: &str) -> Result<u64> {
        self.with(|vault| {
            let (_, query) = self.understand(vault, text)?;
            Ok(vault.count(&query)?)
        })
    }

    /// The density of matching messages over the whole span of the vault, or over some of its days.
    pub fn timeline(&self, request: &AskTimeline) -> Result<Timeline> {
        self.with(|vault| {
            let (_, query) = self.understand(vault, &request.query)?;
            let moment = self.moment(vault)?;
            let bars = request.bars.clamp(1, BARS_LIMIT) as usize;
            let found = vault.timeline(&query, asked_days(request, moment)?, bars)?;
            let bars = found
                .edges
                .windows(2)
                .zip(found.all.iter().zip(&found.matching))
                .filter_map(|(edges, (all, matching))| {
                    let &[from, until] = edges else { return None };
                    Some(TimelineBar {
                        from: day(from, moment.zone),
                        to: day(until - 1, moment.zone),
                        all: *all,
                        matching: *matching,
                    })
                })
                .collect();
            Ok(Timeline { bars })
        })
    }

    /// What a query finds, broken down.
    pub fn facets(&self, text: &str) -> Result<Facets> {
        self.with(|vault| {
            let (_, query) = self.understand(vault, text)?;
            let found = vault.breakdown(&query)?;
            let zone = vault.zone()?;
            let platform = |(platform, share): (Platform, Share)| (platform.name().to_owned(), share);
            Ok(Facets {
                platforms: found.platforms.into_iter().map(platform).map(facet).collect(),
                people: found.people.into_iter().map(facet).collect(),
                categories: found.categories.into_iter().map(facet).collect(),
                tags: found.tags.into_iter().map(facet).collect(),
                tickets: found.tickets.into_iter().map(facet).collect(),
                months: found
                    .months
                    .into_iter()
                    .map(|(from, messages)| MonthCount { month: local(from, zone, "%Y-%m"), messages })
                    .collect(),
            })
        })
    }

    /// A query as it is understood, for the chips.
    pub fn parse_query(&self, text: &str) -> Result<ParsedQuery> {
        self.with(|vault| {
            let (expr, _) = self.understand(vault, text)?;
            Ok(query::parsed(&expr, self.moment(vault)?.today))
        })
    }

    /// What the word being typed could mean.
    pub fn suggest(&self, request: &AskSuggestions) -> Result<Vec<Suggestion>> {
        self.with(|vault| suggest::suggestions(vault, &request.word, request.limit.clamp(1, 50) as usize))
    }

    /// Which of some names are meant by what is being typed, such as those of commands. No vault need be open.
    pub fn match_names(&self, request: &MatchNames) -> Vec<NameMatch> {
        suggest::matches(request)
    }
}

/// The days a time line is asked for; an open end is the vault's.
fn asked_days(request: &AskTimeline, moment: Moment) -> Result<TimeRange> {
    let day = |name: &str, text: &Option<String>| -> Result<Option<Span>> {
        let Some(text) = text else { return Ok(None) };
        let invalid = || ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", text);
        span(text, moment.today).map(Some).ok_or_else(invalid)
    };
    let (from, to) = (day("from", &request.from)?, day("to", &request.to)?);
    let days = Span { from: from.and_then(|day| day.from), until: to.and_then(|day| day.until) };
    Ok(instants(days, moment.zone))
}

fn page(request: &Find) -> Page {
    Page { offset: request.offset, limit: request.limit.min(PAGE_LIMIT) }
}

fn milliseconds(started: Instant) -> f64 {
    (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}

fn day(ms: i64, zone: Zone) -> String {
    local(ms, zone, "%Y-%m-%d")
}

fn local(ms: i64, zone: Zone, format: &str) -> String {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone).format(format).to_string()
}

fn facet((name, share): (String, Share)) -> FacetCount {
    FacetCount { name, messages: share.messages, conversations: share.conversations }
}

fn categories(facets: &yanju_store::Facets) -> Vec<CategoryCount> {
    let all: u64 = facets.categories.iter().map(|(_, count)| count).sum();
    facets
        .categories
        .iter()
        .map(|(category, count)| CategoryCount {
            id: category.id.to_string(),
            name: category.name.clone(),
            color: category.color,
            count: *count,
            share: (count * 100 + all / 2).checked_div(all).map(|percent| percent as u8),
            baseline: category.baseline_percent,
        })
        .collect()
}

fn counted(names: Vec<(String, u64)>) -> Vec<NameCount> {
    names.into_iter().map(|(name, count)| NameCount { name, count }).collect()
}

fn search_hit(vault: &Vault, hit: Hit) -> SearchHit {
    let mut tags = hit.annotations.tags;
    tags.extend(hit.conversation_annotations.tags);
    tags.sort();
    tags.dedup();
    let entities = recognition::marks(vault.entities(&hit.message.text));
    SearchHit {
        message: hit.message.id.to_string(),
        conversation: hit.message.conversation.to_string(),
        title: hit.title,
        platform: hit.platform.name().to_owned(),
        sent_at: hit.message.sent_at.rfc3339(),
        precision: hit.message.sent_at.precision.name().to_owned(),
        stated_time: hit.message.stated_time,
        sender: hit.message.sender_name,
        stated_sender: hit.message.stated_name,
        role: hit.message.role.name().to_owned(),
        kind: hit.message.kind.name().to_owned(),
        recalled: hit.message.recalled,
        text: hit.message.text,
        marks: hit.marks,
        entities,
        tags,
        ticket: hit.annotations.ticket.or(hit.conversation_annotations.ticket),
    }
}
