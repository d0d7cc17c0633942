/** Something to begin with: the sample agent `csv-analyst` can do it. */
export const csvExample = {
  title: 'Summarise this CSV',
  description: 'Column types, counts, missing values and quartiles.',
  requiredSkills: ['summarise CSV'],
  inputs: {
    csv: [
      'city,population,area_km2,founded',
      'Lisbon,545923,100.05,',
      'Porto,231800,41.42,',
      'Braga,193333,183.4,',
      'Coimbra,140796,319.4,1111',
      'Faro,67650,202.57,1249',
    ].join('\n'),
  },
} as const;
