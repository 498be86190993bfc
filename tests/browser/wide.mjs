// A made-up story with twelve outlets, one of them in Spanish, and some 150 statements: what every outlet has, what a few have in
// words of their own, what one has, and words that would break a careless page.
const OUTLETS = ["The Courier", "Valley Post", "Radio 6", "Harrow Gazette", "North Star", "Evening Ledger", "The Lantern",
  "Coast Herald", "Inland Times", "Daily Meridian", "The Observer of the Upper Valley and Lakes"];
const WORDS = ["pumps", "sluices", "sirens", "turbines", "bridges", "meadows", "ledgers", "culverts", "beacons", "orchards", "quarries"];
const NAMES = ["Ola Brandt", "Per Lund", "Ina Voss", "Tom Arkell", "Mia Sorel", "Jan Kobb", "Eva Rusk", "Lee Marden", "Nia Falk", "Sam Ochoa", "Kim Dorn"];
const TOWNS = ["Aldby", "Brenn", "Corley", "Dunmoor", "Estry", "Fallow", "Garth", "Hexby", "Ivel", "Jarrow End", "Kelder"];
const FIRST = ["Ada", "Bo", "Cleo", "Dag", "Elin", "Fay", "Gus", "Hanne", "Ivo", "Jule"];
const LAST = ["Quist", "Ramm", "Sand", "Tervo", "Ulfson", "Vane", "Wold", "Yates", "Zorn", "Oakes", "Nesse"];
const ROLES = ["a baker", "a teacher", "a farmer", "an engineer", "a nurse", "a lawyer", "a councillor", "a miller", "a geologist", "a ferryman"];
const THINGS = ["the water rose to the second step", "the siren of the school stayed silent", "the road to the mill was closed at noon",
  "the gauge had been broken for a year", "the clinic moved its patients upstairs", "the contract named no inspector",
  "the council voted for new gates", "the flour in the cellar was lost", "the rock below the wall is sound", "the ferry lay idle for two days"];

const CORRECTION = `
[[corrections]]
file = "a0.md"
words = "The operator was told of the cracks"
speakers = ["two engineers of the county"]
note = "Radio 6 carries the <interview> in full."
date = 2024-06-06
public = true
`;

export function wide() {
  const files = { "harrow-dam/story.toml": `title = "Harrow dam: was the operator warned?"\ndate = 2024-06-05\ntags = ["dams", "safety & risk"]\n${CORRECTION}` };
  OUTLETS.forEach((outlet, n) => {
    const day = 3 + (n % 3);
    const words = ["No such report reached us", "No such report ever reached us at the plant", "No report of that kind reached us"][n % 5 % 3];
    const denial = n % 2
      ? `“${words},” Hal Ren, the director of the plant, said on Tuesday.`
      : "Hal Ren, the plant's director, denied on Tuesday that the operator had received a report. “No such report reached us,” he said.";
    const only = `The county will check the ${WORDS[n]} before winter, said ${NAMES[n]}, a spokesman for the ${WORDS[n]} board. “We found <b>${n + 2}</b> faults & one crack,” he added.`;
    const street = FIRST.map((first, k) => `${THINGS[k][0].toUpperCase()}${THINGS[k].slice(1)} in ${TOWNS[(n + k) % TOWNS.length]}, said ${first} ${LAST[n]}, ${ROLES[k]}.`);
    files[`harrow-dam/a${n}.md`] = `+++\noutlet = "${outlet}"\npublished = 2024-06-0${day}\nurl = "https://outlet${n}.example/harrow-dam-${n}"\nheadline = "Dam ${WORDS[n]} and the question of a warning"\n+++\n
The operator was told of the cracks in March, two engineers told Radio 6 on Monday.

${denial}

${n % 3 ? "The ministry of energy declined to comment on the report." : "Ida Moss, an inspector, said she had reason to believe that the operator had been told of the cracks in March."}

Mayor Ana Bell warned that the lower town could be flooded if the gates failed. “We will move 120 households by Friday,” Bell said.

${only}

${street.join("\n\n")}
`;
  });
  files["harrow-dam/norte.md"] = `+++\noutlet = "Agencia Norte"\npublished = 2024-06-05\nlanguage = "es"\nurl = "https://norte.example/presa"\nheadline = "La presa de Harrow"\n+++\n
“Nunca recibimos un informe de ese tipo”, dijo Hal Ren, director de la planta.\n`;
  return files;
}
