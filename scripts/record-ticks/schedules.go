package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// The first four have the ordinary changes of an hour, of half an hour, and none; in the others midnight can be missing
// or come twice.
var zones = []string{
	"America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "UTC",
	"America/Sao_Paulo", "Asia/Beirut", "America/Havana", "Africa/Cairo", "Antarctica/Troll", "Asia/Kathmandu",
}

var schedules = []string{
	"* * * * *", "*/15 * * * *", "0 * * * *", "30 * * * *", "@hourly", "0 */4 * * *", "45 1-3 * * *",
	"0 0 * * *", "@daily", "30 0 * * *", "30 1 * * *", "0 2 * * *", "30 2 * * *", "15 2 * * *", "0 3 * * *", "59 23 * * *",
	"0 0 1 * *", "@monthly", "@weekly", "@yearly", "0 5 * * 6", "0 0 * * 0", "0 5 * * 1-5", "0 0 13 * 5",
	"0 0 */2 * 1", "0 0 31 * *", "0 0 29 2 *", "30 0 * 3,10,11 0", "0 0 1,15 * ?", "0 6 ? * MON",
}

// Texts for the two validators.
var handWritten = append(strings.Split(strings.ReplaceAll(strings.TrimSpace(`
* * * * *|? ? ? ? ?|*/1 */1 */1 */1 */1|0 0 * * 0|0 0 * * 6|0 0 * * 7|0 0 * * 1-7|0 0 * * 5-7|0 0 * * 7/2|0 0 * * 0-7
* */4 * * *|0 */4 * * *|0 0 13 * 5|0 0 */2 * 1|0 0 ? * MON-FRI|0 0 * jan,JUL sun|0 0 * Jan-Mar Mon|0 0 * * FRI-MON|0 0 * 11-2 *
5/15 * * * *|5-20/5 * * * *|*/7 * * * *|*/60 * * * *|*/100 * * * *|*/0 * * * *|5/0 * * * *|*/ * * * *|/5 * * * *|* / * * *
60 * * * *|59 * * * *|-1 * * * *|0-60 * * * *|0 24 * * *|0 23 * * *|0 0-24 * * *|0 0 0 * *|0 0 32 * *|0 0 31 * *|0 0 1 0 *|0 0 1 13 *|0 0 1 12 *
05 04 * * *|0005 4 * * *|+5 * * * *|5.5 * * * *|1,2,3 * * * *|1,,2 * * * *|,1 * * * *|1, * * * *|, * * * *|0 , * * *|0 0 , * *|0 0 * , *|0 0 * * ,|0 0 13 * ,|0 0 , * 5
*-5 * * * *|*-5/2 * * * *|?-x * * * *|*-a-b * * * *|*,5 * * * *|5,* * * * *|*/2,* * * * *|1-2-3 * * * *|1/2/3 * * * *|1- * * * *|20-10 * * * *|5-5 * * * *
L * * * *|0 0 L * *|0 0 LW * *|0 0 15W * *|0 0 * * 5L|0 0 * * 5#3|0 0 * * FRI#1|0 0 L-3 * *|0 0 * * MONDAY|0 0 * january *|0 0 * * tues|H * * * *|a b c d e
0 0 * * mon/2|0 0 * * 1/2|0 0 * feb/3 *|0 0 * * */sun|0 0 30 2 *|0 0 31 2 *|0 0 30,31 2 *|0 0 29 2 *|0 0 31 4,6,9,11 *|0 0 31 4-6 *|0 0 30 2 1|0 0 30 2 ?|0 0 30 2 */1|0 0 30 2 */2|0 0 31/2 2 *
@hourly|@daily|@midnight|@weekly|@monthly|@yearly|@annually|@DAILY|@Hourly|@reboot|@once|@every 1h|@every 90s|@every 1h30m|@every 1.5h|@every  5m|@every|@fortnightly|@|@daily |@ daily
||   |*|* *|* * * *|* * * * * *|0 0 12 * * ?|0 0 12 * * ? 2026|0 12 * * * 0|CRON_TZ=UTC 0 0 * * *|TZ=Europe/Berlin 0 0 * * *|CRON_TZ=UTC @daily
 0 0 * * *|0 0 * * * |0  0  *  *  *|0	0	*	*	*|0 0 * * *  |0;0 * * *|0 0 * * * # nightly|"0 0 * * *"|0 0 * * MON,WED,FRI|0 0 * * mon-fri/2|0 0 * * Sun-Sat
0 9-17/2 * * 1-5|0,30 8-18 * * 1-5|0 0 1 1 *|0 0 1 */3 *|15 14 1 * *|0 22 * * 1-5|23 0-20/2 * * *|5 4 * * sun|0 0,12 1 */2 *|0 0 8-14 * *|0 0 8-14 * 1`), "\n", "|"), "|"),
	"0 0\n* * *", "0 0\v* * *", "0 0\u00a0* * *", "0 0 * * *\n", "1–5 * * * *", "*/99999999999999999999 * * * *")

var fields = []struct {
	min, max int
	names    []string
}{
	{0, 59, nil},
	{0, 23, nil},
	{1, 31, nil},
	{1, 12, strings.Fields("jan FEB Mar apr MAY jun JUL aug Sep oct NOV dec")},
	{0, 6, strings.Fields("sun MON Tue wed THU fri Sat")},
}

// randomSchedule fires: it asks for no day that its months lack.
func randomSchedule(random *rand.Rand) string {
	texts := make([]string, len(fields))
	for i, field := range fields {
		items := make([]string, 1+random.Intn(2))
		for j := range items {
			high := field.max
			if i == 2 {
				high = 28
			}
			items[j] = randomItem(random, i, field.min, high)
		}
		texts[i] = strings.Join(items, ",")
	}
	return strings.Join(texts, " ")
}

func randomItem(random *rand.Rand, field, low, high int) string {
	a := low + random.Intn(high-low+1)
	switch choice := random.Intn(8); {
	case choice < 3 && field != 0:
		return "*"
	case choice == 3:
		return fmt.Sprintf("*/%d", 1+random.Intn(9))
	case choice == 4:
		return fmt.Sprintf("%d-%d", a, a+random.Intn(high-a+1))
	case choice == 5:
		return fmt.Sprintf("%d/%d", a, 1+random.Intn(20))
	case choice == 6 && fields[field].names != nil:
		return fields[field].names[a-low]
	default:
		return fmt.Sprint(a)
	}
}

// noisySchedule is a random schedule, most often with one or two characters of it replaced, added or taken away.
func noisySchedule(random *rand.Rand) string {
	const letters = "0123456789*,/?-- \tLWafnoSU#+@7"
	text := []byte(randomSchedule(random))
	for n := random.Intn(3); n > 0 && len(text) > 1; n-- {
		at := random.Intn(len(text))
		letter := letters[random.Intn(len(letters))]
		switch random.Intn(3) {
		case 0:
			text[at] = letter
		case 1:
			text = append(text[:at], append([]byte{letter}, text[at:]...)...)
		default:
			text = append(text[:at], text[at+1:]...)
		}
	}
	return string(text)
}
