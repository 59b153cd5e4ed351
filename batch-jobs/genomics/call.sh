# The lanes of all indexes together: their variants, and whether these are the known mutations.
set -eu
samtools merge merged.bam inputs/align/*/lane-*.bam
bcftools mpileup -f phix174.fa -Ou -o piled.bcf merged.bam
bcftools call -mv --ploidy 1 -Ov -o variants.vcf piled.bcf
python3 compare.py variants.vcf mutations.csv
