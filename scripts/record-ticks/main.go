// Records what Argo's controller makes of schedules: which texts it takes, and when they fire.
// The controller asks robfig/cron v3.0.1 for both, and the CronWorkflow's CRD holds the texts against a pattern as well.
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// The pattern of spec.schedules in the CronWorkflow's CRD.
var crdPattern = regexp.MustCompile(`^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every\s+([0-9]+(ns|us|µs|ms|s|m|h))+|([A-Za-z0-9*,/?-]+\s+){4}[A-Za-z0-9*,/?-]+)$`)

type verdict struct {
	Text   string `json:"text"`
	Robfig bool   `json:"robfig"`
	Crd    bool   `json:"crd"`
	Fires  bool   `json:"fires"`
	// Minute, hour, day of month, month and day of week as robfig's bit sets (its top bit: a star), in hexadecimal.
	Sets []string `json:"sets,omitempty"`
}

type run struct {
	Schedule string `json:"schedule"`
	Timezone string `json:"timezone"`
	After    string `json:"after"`
	First    string `json:"first"`
	// Minutes from one tick to the next.
	Gaps []int64 `json:"gaps"`
}

func main() {
	random := rand.New(rand.NewSource(20190307))
	write(map[string]any{
		"verdicts":  verdicts(random),
		"runs":      runs(random),
		"timezones": timezones(),
	})
}

func verdicts(random *rand.Rand) []verdict {
	texts := append([]string{}, handWritten...)
	for i := 0; i < 260; i++ {
		texts = append(texts, noisySchedule(random))
	}
	var all []verdict
	for _, text := range texts {
		all = append(all, judge(text))
	}
	return all
}

func judge(text string) verdict {
	v := verdict{Text: text, Crd: crdPattern.MatchString(text)}
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return v
	}
	v.Robfig = true
	v.Fires = !schedule.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero()
	if s, ok := schedule.(*cron.SpecSchedule); ok {
		for _, set := range []uint64{s.Minute, s.Hour, s.Dom, s.Month, s.Dow} {
			v.Sets = append(v.Sets, fmt.Sprintf("%x", set))
		}
	}
	return v
}

func runs(random *rand.Rand) []run {
	var all []run
	for _, zone := range zones {
		changes := offsetChanges(zone)
		for _, schedule := range schedules {
			all = append(all, ticks(schedule, zone, near(random, changes), 10))
		}
		for i := 0; i < 85; i++ {
			all = append(all, ticks(randomSchedule(random), zone, near(random, changes), 10))
		}
	}
	// Long chains, over many changes.
	for _, zone := range zones[:4] {
		start := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
		all = append(all, ticks("30 2 * * *", zone, start, 800), ticks("0 */4 * * *", zone, start, 800))
	}
	return all
}

// ticks asks as the controller does: the time zone as a prefix of the text, each tick from the one before.
func ticks(text, zone string, after time.Time, count int) run {
	schedule, err := cron.ParseStandard("CRON_TZ=" + zone + " " + text)
	if err != nil {
		log.Fatal(err)
	}
	first := schedule.Next(after)
	r := run{Schedule: text, Timezone: zone, After: iso(after), First: iso(first), Gaps: []int64{}}
	last := first
	for len(r.Gaps) < count-1 {
		next := schedule.Next(last)
		r.Gaps = append(r.Gaps, int64(next.Sub(last)/time.Minute))
		last = next
	}
	return r
}

// near picks a time from three days before to a few hours after a change of the zone's offset.
func near(random *rand.Rand, changes []time.Time) time.Time {
	change := changes[random.Intn(len(changes))]
	return change.Add(-72 * time.Hour).Add(time.Duration(random.Intn(78*60*60)) * time.Second)
}

// offsetChanges finds the hours in which a zone's offset changes; for UTC some time stands in for one.
func offsetChanges(zone string) []time.Time {
	location, err := time.LoadLocation(zone)
	if err != nil {
		log.Fatal(err)
	}
	var changes []time.Time
	t := time.Date(2015, 1, 1, 0, 0, 0, 0, location)
	_, last := t.Zone()
	for ; t.Year() < 2027; t = t.Add(time.Hour) {
		if _, offset := t.Zone(); offset != last {
			last = offset
			changes = append(changes, t)
		}
	}
	if changes == nil {
		return []time.Time{time.Date(2020, 3, 1, 0, 0, 0, 0, location)}
	}
	return changes
}

// timezones lists the names in the database that time.LoadLocation reads first.
func timezones() []string {
	archive, err := zip.OpenReader(os.Getenv("ZONEINFO"))
	if err != nil {
		log.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			names = append(names, file.Name)
		}
	}
	return names
}

func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// write puts one list item on a line, so that a new recording can be read as a diff.
func write(sections map[string]any) {
	text, err := json.Marshal(sections)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintln(os.Stdout, strings.NewReplacer(`},{`, "},\n{", `:[{`, ":[\n{").Replace(string(text)))
}
